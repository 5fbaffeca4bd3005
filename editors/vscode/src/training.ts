import * as path from 'node:path';
import * as vscode from 'vscode';
import { findProgram, here, notFound, parseCommand } from './command';
import { modelAt } from './models';
import { latestReport } from './reports';

/** The folder that a file's trainings write `runs` into. */
function folderOf(document: vscode.TextDocument): string {
  return vscode.workspace.getWorkspaceFolder(document.uri)?.uri.fsPath ?? path.dirname(document.uri.fsPath);
}

/** Trains the model at the cursor, as a task in a terminal. */
export async function train(): Promise<void> {
  const editor = vscode.window.activeTextEditor;
  if (editor?.document.languageId !== 'ae' || editor.document.uri.scheme !== 'file') {
    void vscode.window.showInformationMessage('Hourglass: open the .ae file, and put the cursor into the model to train.');
    return;
  }

  const { document } = editor;
  const model = modelAt(document.getText(), editor.selection.active.line);
  if (model === undefined) {
    void vscode.window.showInformationMessage(`Hourglass: ${path.basename(document.uri.fsPath)} has no model.`);
    return;
  }

  if (!await document.save()) {
    return;
  }

  const settings = vscode.workspace.getConfiguration('hourglass', document.uri);
  const cwd = folderOf(document);
  const { program, args } = parseCommand(settings.get('command'));
  const found = findProgram(program, here(cwd));
  if (found === undefined) {
    void vscode.window.showErrorMessage(notFound(program));
    return;
  }

  const more = settings.get<string[]>('trainArguments') ?? [];
  const task = new vscode.Task(
    { type: 'hourglass', model },
    vscode.workspace.getWorkspaceFolder(document.uri) ?? vscode.TaskScope.Workspace,
    `train ${model}`,
    'hourglass',
    new vscode.ProcessExecution(found, [...args, 'train', document.uri.fsPath, '--model', model, ...more], { cwd }));
  task.presentationOptions = { reveal: vscode.TaskRevealKind.Always, panel: vscode.TaskPanelKind.Dedicated, clear: true };
  await vscode.tasks.executeTask(task);
}

/** Opens the newest report of the file's trainings in the browser. */
export async function openReport(): Promise<void> {
  const document = vscode.window.activeTextEditor?.document;
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
  const [file, top] = document?.uri.scheme === 'file'
    ? [document.uri.fsPath, folderOf(document)]
    : [folder && path.join(folder, 'none'), folder];
  const report = file === undefined || top === undefined ? undefined : await latestReport(file, top);
  if (report === undefined) {
    void vscode.window.showInformationMessage(
      'Hourglass: there is no report.html yet, neither beside the file nor in runs. Train a model first.');
  } else if (vscode.env.remoteName !== undefined || !await vscode.env.openExternal(vscode.Uri.file(report))) {
    // A browser here opens no file of another machine.
    void vscode.window.showInformationMessage(`Hourglass: the report is ${report}.`);
  }
}
