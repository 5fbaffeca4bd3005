/** The page of `media/graph.html` for a webview: its own files by the webview's addresses, and nothing else allowed. */
export function graphPage(html: string, source: string, addressOf: (file: string) => string): string {
  return html
    .replaceAll("'self'", source)
    .replace(/(href|src)="(graph\.\w+)"/g, (_, attribute: string, file: string) => `${attribute}="${addressOf(file)}"`);
}

/** What the page is told. */
export type GraphMessage =
  | { readonly kind: 'picture'; readonly model: string; readonly svg: string }
  | { readonly kind: 'note'; readonly text: string };

/** The server's answer to `hourglass/graph`: null where there is no model at the place, or one whose shapes are not known. */
export type GraphResult = { readonly model: string; readonly svg: string } | null;

/** What the page is to be told of an answer. A picture that is there stays while there is no other. */
export function messageOf(result: GraphResult, hasPicture: boolean): GraphMessage {
  return result !== null
    ? { kind: 'picture', ...result }
    : { kind: 'note', text: hasPicture ? '' : 'Put the cursor into a model whose shapes are known.' };
}
