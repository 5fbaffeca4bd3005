using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Ir.Primitives;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Lower;

/// <summary>Classes that are a code where they are missing, and summed out (Kingma et al., 2014, equations 7 and 8).</summary>
internal sealed partial class Lowerer
{
    /// <summary>Outside of training, the most probable class stands for one that is missing.</summary>
    private static readonly ScriptedFunction MostProbable = new(
        "most_probable",
        "One-hot vectors of the largest logits.",
        """
        def most_probable(logits: Tensor) -> Tensor:
            return torch.zeros_like(logits).scatter_(1, torch.argmax(logits, 1, True), 1.0)
        """,
        Temporaries: 2,
        Purpose: "classes that are most probable")
    {
        Onnx = """
            most_probable(logits) -> chosen
            largest = ArgMax(logits, axis: 1, keepdims: 1)
            chosen = ScatterElements(ConstantOfShape(Shape(logits)), largest, Add(ConstantOfShape(Shape(largest)), 1.0), axis: 1)
            """,
    };

    private Value? _classWeights;
    private Value? _latent;

    /// <inheritdoc/>
    public Value? ClassWeights()
    {
        if (LatentClasses is not { } latent || _classWeights is not null)
        {
            return _classWeights;
        }

        var (data, labels) = (Model.FindData(latent)!, _inputs[latent]);
        var scope = _build.Scope;
        _build.Scope = latent;
        var known = labels.OneHot(data.Classes);
        var weight = known + ((1 - labels.IsPresent(anyOfRow: true).Reshape(1)) * _distributions[latent]["logits"].Softmax());
        var each = EachOf(labels, data.Classes);
        _classWeights = _build.Name((data.Classes * (weight.RepeatTo(each) * each).SumOfEvent()), $"{latent}_weight");
        _build.Scope = scope;
        return _classWeights;
    }

    /// <summary>
    /// Every class in turn for all examples, one-hot; outside of training the class that is given, or the most probable one.
    /// </summary>
    private Value Each(BoundData data, Density density)
    {
        (_build.Region, _build.Scope) = (Region.Encode, data.Name);
        var labels = _inputs[data.Name];
        var logits = density["logits"];
        var known = labels.OneHot(data.Classes);
        var missing = 1 - labels.IsPresent(anyOfRow: true).Reshape(1);
        var filled = known + (missing * logits.Scripted(MostProbable));
        var value = _build.Select(Selector.Draw, EachOf(labels, data.Classes), filled);
        _build.Scope = null;
        return _build.Name(value, data.Name + "_onehot");
    }

    private Value EachOf(Value labels, int classes)
    {
        var shape = Shape.Of(classes);
        return _build.Call(
            "each_class", new Extent(classes, shape), [classes], [labels], of => of[0].Build.Add(new UnitRowsOp(shape), "each"));
    }
}
