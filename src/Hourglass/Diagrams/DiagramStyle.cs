namespace Hourglass.Diagrams;

/// <summary>
/// The style sheet of a picture, for elements of its own class alone. Each role has one colour, which its card, its boxes and the lines
/// that leave it take; no variables, as not every program that shows SVG has them.
/// </summary>
internal static class DiagramStyle
{
    /// <summary>The class of the picture.</summary>
    public const string Class = "hourglass-diagram";

    private const string Forms = """
        .hourglass-diagram text { font-family: ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; }
        .hourglass-diagram .large { font-size: 12.5px; }
        .hourglass-diagram .small { font-size: 10.5px; }
        .hourglass-diagram .name { font-size: 20px; font-weight: 600; }
        .hourglass-diagram .title { font-size: 12.5px; font-weight: 600; fill: currentColor; }
        .hourglass-diagram .end { text-anchor: end; }
        .hourglass-diagram .frame { fill: currentColor; fill-opacity: .07; stroke: currentColor; stroke-opacity: .35; }
        .hourglass-diagram .box { stroke: currentColor; stroke-opacity: .6; }
        .hourglass-diagram .inner { fill: currentColor; fill-opacity: .06; stroke: currentColor; stroke-opacity: .6; }
        .hourglass-diagram .noise { stroke-dasharray: 4 3; }
        .hourglass-diagram .variable { fill: currentColor; fill-opacity: .16; stroke: currentColor; stroke-width: 1.4; }
        .hourglass-diagram .code .variable { fill-opacity: 1; }
        .hourglass-diagram .size { fill: currentColor; fill-opacity: .45; }
        .hourglass-diagram .line { fill: none; stroke: currentColor; stroke-width: 1.5; }
        .hourglass-diagram .flow { fill: none; stroke: currentColor; stroke-width: 1.3; }
        .hourglass-diagram .head { fill: currentColor; }
        .hourglass-diagram .tied { stroke-dasharray: 6 4; }
        .hourglass-diagram .weights, .hourglass-diagram .phase { stroke-dasharray: 1.5 3.5; stroke-linecap: round; }
        .hourglass-diagram .sides, .hourglass-diagram .presence { stroke-dasharray: 9 3 2 3; }
        """;

    private const string Light = """
        .hourglass-diagram .paper, .hourglass-diagram .box { fill: #fff; }
        .hourglass-diagram text { fill: #1f2328; }
        .hourglass-diagram .muted { fill: #59636e; }
        .hourglass-diagram .data { color: #57606a; }
        .hourglass-diagram .encode { color: #0969da; }
        .hourglass-diagram .code { color: #9a6700; }
        .hourglass-diagram .decode { color: #1a7f37; }
        .hourglass-diagram .predict { color: #0e7490; }
        .hourglass-diagram .prior { color: #8250df; }
        .hourglass-diagram .critic { color: #cf222e; }
        .hourglass-diagram .objective { color: #bc4c00; }
        .hourglass-diagram .training { color: #57606a; }
        .hourglass-diagram .code .variable { fill: #fff3c4; }
        """;

    private const string Dark = """
        .hourglass-diagram .paper, .hourglass-diagram .box { fill: #0d1117; }
        .hourglass-diagram text { fill: #e6edf3; }
        .hourglass-diagram .muted { fill: #9198a1; }
        .hourglass-diagram .data { color: #9198a1; }
        .hourglass-diagram .encode { color: #4493f8; }
        .hourglass-diagram .code { color: #d29922; }
        .hourglass-diagram .decode { color: #3fb950; }
        .hourglass-diagram .predict { color: #39c5cf; }
        .hourglass-diagram .prior { color: #ab7df8; }
        .hourglass-diagram .critic { color: #f85149; }
        .hourglass-diagram .objective { color: #f0883e; }
        .hourglass-diagram .training { color: #9198a1; }
        .hourglass-diagram .code .variable { fill: #3d2f0a; }
        """;

    /// <summary>The style sheet in the colours of a theme.</summary>
    public static string Of(DiagramTheme theme) => theme switch
    {
        DiagramTheme.Light => $"{Forms}\n{Light}",
        DiagramTheme.Dark => $"{Forms}\n{Dark}",
        _ => $"{Forms}\n{Light}\n@media (prefers-color-scheme: dark) {{\n{Dark}\n}}",
    };
}
