namespace Hourglass.Compiler.Ir.Primitives;

/// <summary>
/// Of every row's two tensors the products of elements, summed over what the result does not have: <c>thd,shd->sht</c> is for each head h
/// the product of every vector t with every vector s. Dimensions have letters, and each letter stands in two of the three at least, so that
/// the gradients are contractions again.
/// </summary>
/// <param name="Left">The dimensions of the first.</param>
/// <param name="Right">The dimensions of the second.</param>
/// <param name="Result">The dimensions of the result.</param>
internal sealed record ContractOp(string Left, string Right, string Result) : Op
{
    public override Extent ExtentOf(IReadOnlyList<Value> inputs)
    {
        var sizes = new Dictionary<char, int>();
        foreach (var (letters, input) in new[] { (Left, inputs[0]), (Right, inputs[1]) })
        {
            if (!input.Extent.HasRows || letters.Length != input.Shape.Rank || input.Extent.Column is not null)
            {
                throw new InvalidOperationException($"{input.Extent} is no row of {letters}.");
            }

            for (var i = 0; i < letters.Length; i++)
            {
                if (sizes.TryGetValue(letters[i], out var size) && size != input.Shape[i])
                {
                    throw new InvalidOperationException($"{inputs[0].Extent} and {inputs[1].Extent} have different {letters[i]}.");
                }

                sizes[letters[i]] = input.Shape[i];
            }
        }

        return inputs[0].Extent with { Shape = new Shape(Result.Select(letter => sizes[letter]).ToEquatable()) };
    }

    public override Value? Pullback(GraphBuilder build, Value value, Value gradient, int input) => input == 0
        ? build.Add(new ContractOp(Result, Right, Left), value.Name, gradient, value.Inputs[1])
        : build.Add(new ContractOp(Result, Left, Right), value.Name, gradient, value.Inputs[0]);

    protected override string Text => $"contract {Left},{Right}->{Result}";
}
