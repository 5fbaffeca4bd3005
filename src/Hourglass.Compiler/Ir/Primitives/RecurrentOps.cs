namespace Hourglass.Compiler.Ir.Primitives;

/// <summary>What a recurrence does at each step.</summary>
internal enum Cell
{
    /// <summary>Long short-term memory (Hochreiter and Schmidhuber, 1997; with forget gates, Gers et al., 2000).</summary>
    Lstm,

    /// <summary>A gated recurrent unit (Cho et al., 2014), with PyTorch's bias inside of the reset.</summary>
    Gru,
}

/// <summary>A recurrence over the first dimension of a row.</summary>
/// <param name="Cell">What it does at each step.</param>
/// <param name="Backwards">Whether it begins at the last element.</param>
internal sealed record Recurrence(Cell Cell, bool Backwards)
{
    /// <summary>
    /// What is kept of each step, in widths of the hidden state. Of an LSTM the gates i, f, g, o, the cell c and tanh c; of a GRU the gates
    /// r and z, the new state, what of it was computed from the state before, and the state.
    /// </summary>
    public int Kept => Cell == Cell.Lstm ? 6 : 5;

    /// <summary>
    /// Gradients of each step, in widths of the hidden state: of the gates; of a GRU those on the side of the input, then those on the
    /// side of the state before.
    /// </summary>
    public int Pulled => Cell == Cell.Lstm ? 4 : 6;

    /// <summary>Gates of each step, in widths of the hidden state.</summary>
    public int Gates => Cell == Cell.Lstm ? 4 : 3;

    public override string ToString() => $"{Cell.ToString().ToLowerInvariant()}{(Backwards ? " backwards" : "")}";
}

/// <summary>
/// The states of a recurrence, step by step: <c>[T, kept · n]</c> of (gates as far as the input gives them <c>[T, gates · n]</c>, weights
/// of the state before <c>[gates · n, n]</c>, for a GRU their bias). What <see cref="HiddenOp"/> and its derivative read.
/// </summary>
internal sealed record StatesOp(Recurrence Recurrence) : LeafOp
{
    protected override string Text => $"states of {Recurrence}";

    public override Extent ExtentOf(IReadOnlyList<Value> inputs) => inputs[0].Extent with
    {
        Shape = Shape.Of(inputs[0].Shape[0], checked(Recurrence.Kept * inputs[1].Shape[1])),
    };
}

/// <summary>
/// The hidden states <c>[T, n]</c> among (states, then what these were computed from). Its derivative goes through all steps at once, from
/// the last one to the first (Werbos, 1990); products of what it gives with inputs and states are ordinary ones.
/// </summary>
internal sealed record HiddenOp(Recurrence Recurrence) : Op
{
    protected override string Text => $"hidden of {Recurrence}";

    public override Extent ExtentOf(IReadOnlyList<Value> inputs) => inputs[0].Extent with
    {
        Shape = Shape.Of(inputs[0].Shape[0], inputs[2].Shape[1]),
    };

    public override Value? Pullback(GraphBuilder build, Value value, Value gradient, int input)
    {
        if (input == 0)
        {
            return null;
        }

        var (steps, width) = (value.Shape[0], value.Shape[1]);
        var gates = Recurrence.Gates * width;
        var pulled = build.Add(new StatesAdjointOp(Recurrence), "d_gates", gradient, value.Inputs[0], value.Inputs[2]);
        Value Side(int first) => pulled.Cut([0, first * width], Shape.Of(steps, gates));
        var (ofInput, ofState) = (Side(0), Side(Recurrence.Pulled - Recurrence.Gates));
        return input switch
        {
            1 => ofInput,
            2 when steps == 1 => build.Fill(Factor.Of(0), value.Inputs[2].Extent),
            2 => build.MatMul(Steps(ofState, Recurrence.Backwards ? 0 : 1), true, Steps(value, Recurrence.Backwards ? 1 : 0), false),
            _ => build.SumTo(ofState, value.Inputs[3]),
        };
    }

    /// <summary>All steps but one, at an end, of all rows: one matrix.</summary>
    private static Value Steps(Value sequence, int first)
    {
        var (steps, width) = (sequence.Shape[0] - 1, sequence.Shape[1]);
        return sequence.Build.View(
            sequence.Cut([first, 0], Shape.Of(steps, width)),
            Extent.Of(checked(sequence.Extent.Rows * steps), width));
    }
}

/// <summary>
/// The gradient by the gates, <c>[T, pulled · n]</c> of (the gradient by the hidden states, states, weights of the state before).
/// </summary>
internal sealed record StatesAdjointOp(Recurrence Recurrence) : Op
{
    protected override string Text => $"adjoint of {Recurrence}";

    public override Extent ExtentOf(IReadOnlyList<Value> inputs) => inputs[0].Extent with
    {
        Shape = Shape.Of(inputs[0].Shape[0], checked(Recurrence.Pulled * inputs[0].Shape[1])),
    };

    public override Value? Pullback(GraphBuilder build, Value value, Value gradient, int input) =>
        throw new UnderivedException("the gradient of a recurrence");
}
