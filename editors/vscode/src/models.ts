const declaration = /(?<![\p{L}\p{Nd}_])model\s+([\p{L}_][\p{L}\p{Nd}_]*)/gu;

/** The model that a line belongs to: the last that begins on it or above, or else the first of the text. */
export function modelAt(text: string, line: number): string | undefined {
  const models = text.split(/\r?\n/).flatMap((content, i) =>
    [...withoutTexts(content).matchAll(declaration)].map(match => ({ name: match[1], line: i })));
  return (models.filter(model => model.line <= line).at(-1) ?? models[0])?.name;
}

/** A line without its strings and its comment. */
const withoutTexts = (line: string): string => line.replace(/"[^"]*"?|\/\/.*$/g, '');
