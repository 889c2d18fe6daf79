"""The language server: findings, reasons, quick fixes and an outline, in editors that speak LSP.

`server` talks to the editor; the other modules turn what pmlint found into what the protocol knows.
Needs the extra ``lsp`` (pygls); nothing else of pmlint imports this package.
"""
