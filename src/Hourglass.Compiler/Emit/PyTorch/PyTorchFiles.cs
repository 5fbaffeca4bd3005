namespace Hourglass.Compiler.Emit.PyTorch;

/// <summary>A model in PyTorch.</summary>
/// <param name="Module">The name of the model's file, without its extension: what Python imports.</param>
/// <param name="ClassName">The name of its class.</param>
/// <param name="Texts">The files by their names.</param>
/// <param name="Objectives">The methods of each objective: the model's own, and behind it those of phases.</param>
/// <param name="Draws">The places that draw while an objective is computed.</param>
public sealed record PyTorchFiles(
    string Module,
    string ClassName,
    IReadOnlyDictionary<string, string> Texts,
    IReadOnlyList<PyTorchObjective> Objectives,
    IReadOnlyList<PyTorchDraw> Draws);

/// <summary>The methods of an objective.</summary>
/// <param name="Loss">What the model minimizes.</param>
/// <param name="CriticLoss">What its critics minimize; null where it has none.</param>
/// <param name="Directions">What stands in the places of gradients; null where those move the parameters.</param>
public sealed record PyTorchObjective(string Loss, string? CriticLoss, string? Directions);

/// <summary>A place that draws while an objective is computed.</summary>
/// <param name="Site">Its number, by which noise is given.</param>
/// <param name="IsNormal">Whether the numbers are standard normal; otherwise they are uniform on [0, 1).</param>
/// <param name="Rows">Rows for each example; 0 for numbers that all examples share.</param>
/// <param name="Shape">The shape of a row, or of the whole.</param>
public sealed record PyTorchDraw(int Site, bool IsNormal, int Rows, IReadOnlyList<int> Shape);
