// Shows what the extension sends: the picture of a model, or a sentence. A picture is an image, in which no script runs.
'use strict';

(() => {
  const vscode = typeof acquireVsCodeApi === 'function' ? acquireVsCodeApi() : undefined;
  const note = document.getElementById('note');
  const picture = document.getElementById('picture');

  /** A picture that knows the scheme of the page has colours for both; any other is meant for paper. */
  const followsTheme = svg => /prefers-color-scheme|light-dark\(/.test(svg);

  const tell = text => {
    note.textContent = text;
    note.hidden = text === '';
  };

  const draw = ({ model, svg }) => {
    const image = new Image();
    const before = note.textContent;
    image.alt = `The model ${model}.`;
    image.addEventListener('load', () => {
      picture.replaceChildren(image);
      picture.classList.toggle('paper', !followsTheme(svg));
      picture.hidden = false;
      tell(note.textContent === before ? '' : note.textContent);
    });
    image.addEventListener('error', () => tell('The server sent something that is no picture.'));
    image.src = `data:image/svg+xml,${encodeURIComponent(svg)}`;
  };

  window.addEventListener('message', ({ data }) => {
    if (data?.kind === 'picture') {
      vscode?.setState(data);
      draw(data);
    } else if (data?.kind === 'note') {
      tell(data.text);
    }
  });
  picture.addEventListener('click', () => picture.classList.toggle('actual'));

  const last = vscode?.getState();
  if (last) {
    draw(last);
  }

  vscode?.postMessage('ready');
})();
