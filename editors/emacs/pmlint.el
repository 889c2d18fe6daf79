;;; pmlint.el --- pmlint through eglot and flymake  -*- lexical-binding: t; -*-

;; Emacs 29 brings eglot; before, M-x package-install eglot.  Needs pip install 'pmlint[lsp]'.
;; In init.el: (load "/path/to/pmlint.el"); then M-x eglot in a buffer with a form, or
;; (add-hook 'text-mode-hook #'pmlint-maybe) to start it where the path says 绩效目标.
;; Quick fixes: M-x eglot-code-actions.  CSV needs the package csv-mode.

(require 'seq)

(with-eval-after-load 'eglot
  (add-to-list 'eglot-server-programs
               '((text-mode markdown-mode csv-mode) . ("pmlint" "lsp")))
  (when (fboundp 'eglot-uri-to-path)
    (advice-add 'eglot-uri-to-path :filter-return #'pmlint--decoded)))

(defun pmlint--decoded (path)
  "PATH with its bytes read as UTF-8.
Emacs 30.1 leaves them as they are and shows no findings of files whose path is Chinese."
  (decode-coding-string (encode-coding-string path 'utf-8) 'utf-8))

(declare-function eglot-ensure "eglot")

(defun pmlint-maybe ()
  "Start pmlint where the file's path says that it holds a form."
  (when (and buffer-file-name (string-match-p "绩效目标" buffer-file-name))
    (eglot-ensure)))

;;; Without eglot: flymake alone, over `pmlint check -'.  (add-hook 'text-mode-hook #'pmlint-flymake)

(defvar-local pmlint--process nil)

(defun pmlint--report (buffer output report)
  "Turn OUTPUT (concise format) of a check of BUFFER into diagnostics for REPORT."
  (let (found)
    (dolist (line (split-string output "\n" t))
      (when (string-match
             "\\`.*?:\\([0-9]+\\):\\([0-9]+\\): \\(PM[0-9]+ [^ ]+\\) \\(error\\|warning\\|info\\) \\(.*\\)"
             line)
        (let* ((number (string-to-number (match-string 1 line)))
               (column (string-to-number (match-string 2 line)))
               (text (concat (match-string 3 line) " " (match-string 5 line)))
               (type (cdr (assoc (match-string 4 line)
                                 '(("error" . :error) ("warning" . :warning) ("info" . :note)))))
               (region (flymake-diag-region buffer number column)))
          (push (flymake-make-diagnostic buffer (car region) (cdr region) type text) found))))
    (funcall report (nreverse found))))

(defun pmlint-flymake-backend (report &rest _)
  "A flymake backend: check the buffer and call REPORT."
  (when (process-live-p pmlint--process) (kill-process pmlint--process))
  (let ((buffer (current-buffer)) (coding-system-for-write 'utf-8) (coding-system-for-read 'utf-8))
    (setq pmlint--process
          (make-process
           :name "pmlint" :noquery t :connection-type 'pipe
           :buffer (generate-new-buffer " *pmlint*")
           :command (list "pmlint" "check" "-" "-f" "concise" "--lang" "en"
                          "--stdin-filename" (or buffer-file-name (buffer-name)))
           :stderr (get-buffer-create " *pmlint-errors*")
           :sentinel
           (lambda (process _)
             (when (memq (process-status process) '(exit signal))
               (unwind-protect
                   (when (and (buffer-live-p buffer)
                              (eq process (buffer-local-value 'pmlint--process buffer)))
                     (pmlint--report buffer
                                     (with-current-buffer (process-buffer process) (buffer-string))
                                     report))
                 (kill-buffer (process-buffer process)))))))
    (save-restriction
      (widen)
      (process-send-region pmlint--process (point-min) (point-max))
      (process-send-eof pmlint--process))))

(defun pmlint-flymake ()
  "Check this buffer with pmlint as it is edited."
  (add-hook 'flymake-diagnostic-functions #'pmlint-flymake-backend nil t)
  (flymake-mode 1))

(provide 'pmlint)
;;; pmlint.el ends here
