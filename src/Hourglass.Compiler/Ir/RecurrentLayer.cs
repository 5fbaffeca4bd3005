using Hourglass.Compiler.Ir.Primitives;

namespace Hourglass.Compiler.Ir;

/// <summary>A layer that goes through a sequence step by step, with PyTorch's parameters.</summary>
/// <param name="Cell">What it does at each step.</param>
/// <param name="In">Width of the input.</param>
/// <param name="Out">Width of the hidden state.</param>
internal sealed record RecurrentLayer(Cell Cell, int In, int Out) : LayerDefinition
{
    /// <inheritdoc/>
    public override string Module => Cell.ToString().ToUpperInvariant();

    /// <inheritdoc/>
    public override IReadOnlyList<ModuleArgument> Arguments => [new(null, In), new(null, Out), new("batchFirst", true)];

    /// <inheritdoc/>
    public override IReadOnlyList<LayerParameter> Parameters =>
    [
        new("weight_ih_l0", Shape.Of(Rows, In)),
        new("weight_hh_l0", Shape.Of(Rows, Out)),
        new("bias_ih_l0", Shape.Of(Rows)),
        new("bias_hh_l0", Shape.Of(Rows)),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<string> WeightMembers => ["weight_ih_l0", "weight_hh_l0"];

    /// <inheritdoc/>
    public override string Summary =>
        $"{Module} of width {NumberText.Of(Out)} over vectors of {NumberText.Of(In)}: weights {Shape.Of(Rows, In).InBrackets()} and "
        + $"{Shape.Of(Rows, Out).InBrackets()}.";

    private int Rows => checked(new Recurrence(Cell, Backwards: false).Gates * Out);

    /// <inheritdoc/>
    public override string Member(string member) => $"get_parameter(\"{member}\")!";
}
