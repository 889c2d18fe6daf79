-- pmlint in Neovim. Copy into ~/.config/nvim/plugin/ (or source it from init.lua).
-- Needs `pip install 'pmlint[lsp]'`. Text, Markdown and CSV are checked where the path says 绩效目标
-- or a pmlint.yaml stands above the file; change `wanted` to your taste.

local filetypes = { text = true, markdown = true, csv = true }

local function config_above(path)
  return vim.fs.find({ "pmlint.yaml" }, { upward = true, path = vim.fs.dirname(path) })[1]
end

local function wanted(path)
  return path:find("绩效目标", 1, true) or config_above(path)
end

vim.api.nvim_create_autocmd({ "BufReadPost", "BufNewFile" }, {
  pattern = { "*.csv" },
  callback = function() vim.bo.filetype = "csv" end,
})

vim.api.nvim_create_autocmd("FileType", {
  pattern = vim.tbl_keys(filetypes),
  callback = function(event)
    local path = vim.api.nvim_buf_get_name(event.buf)
    if path == "" or not wanted(path) then return end
    vim.lsp.start({
      name = "pmlint",
      cmd = { "pmlint", "lsp" },
      root_dir = vim.fs.dirname(config_above(path) or path),
    }, { bufnr = event.buf })
  end,
})
