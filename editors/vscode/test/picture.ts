/** A picture as the server may draw one: stages as boxes with their shapes, colours for light and dark. */
export function samplePicture(model: string): string {
  const dense = ['dense(400, relu)', '[400]'];
  const stages = [['x', 'unit[784]'], dense, ['z ~ normal(20)', '[20]'], dense, ['x ~ bernoulli', '[784]']];
  const boxes = stages.map(([stage, shape], i) => `
    <rect class="box" x="20" y="${50 + (70 * i)}" width="280" height="44" rx="6"/>
    <text class="word" x="34" y="${77 + (70 * i)}">${stage}</text>
    <text class="shape" x="286" y="${77 + (70 * i)}" text-anchor="end">${shape}</text>
    ${i === 0 ? '' : `<path class="line" d="M160 ${24 + (70 * i)} v22 m-5 -6 l5 6 l5 -6"/>`}`);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="320" height="400" viewBox="0 0 320 400" font-family="sans-serif" font-size="13">
  <style>
    .box { fill: #eef3fa; stroke: #4a6fa5 } .word, .title { fill: #1b2b40 } .shape { fill: #5b6b80 } .line { stroke: #4a6fa5; fill: none }
    @media (prefers-color-scheme: dark) {
      .box { fill: #1e2a3a; stroke: #7ea6dd } .word, .title { fill: #e6edf5 } .shape { fill: #9fb2c8 } .line { stroke: #7ea6dd }
    }
  </style>
  <text class="title" x="20" y="28" font-weight="bold">${model}</text>${boxes.join('')}
</svg>
`;
}
