"use strict";
const { workspace } = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

let client;

exports.activate = () => {
  const settings = workspace.getConfiguration("pmlint");
  const [command, ...args] = settings.get("command");
  const documentSelector = ["plaintext", "markdown", "csv"].map((language) => ({
    scheme: "file", language, pattern: settings.get("files"),
  }));
  client = new LanguageClient("pmlint", { command, args }, { documentSelector });
  return client.start();
};

exports.deactivate = () => client?.stop();
