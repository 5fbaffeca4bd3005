using Hourglass.Compiler;
using Hourglass.Compiler.Binding;
using Hourglass.Diagrams;

namespace Hourglass.Cli.Rendering;

/// <summary>A model as a picture.</summary>
internal static class ModelPicture
{
    /// <summary>How the name of its file ends.</summary>
    public const string Extension = ".svg";

    /// <summary>
    /// The picture as SVG: one element that needs nothing else, without scripts. A model with errors is drawn as far as it is known.
    /// </summary>
    /// <param name="binding">What is known of the model.</param>
    /// <param name="theme">Its colours; by default those that who looks at it prefers.</param>
    /// <param name="cancellation">Stops the work where it is no longer wanted.</param>
    /// <exception cref="OperationCanceledException">The work is no longer wanted.</exception>
    public static string Svg(
        BindingResult binding, DiagramTheme theme = DiagramTheme.Auto, CancellationToken cancellation = default) =>
        DiagramSvg.Draw(Diagram.Read(AeCompiler.Diagram(binding, cancellation)), theme);
}
