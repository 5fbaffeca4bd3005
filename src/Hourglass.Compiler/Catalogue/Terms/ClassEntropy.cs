using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Terms;

/// <summary>The cross entropy of classes, from logits or from logarithms of probabilities.</summary>
internal static class ClassEntropy
{
    /// <summary>-log p of the class of each element; 0 where it is missing.</summary>
    /// <param name="logarithms">log p of each class, along the first dimension of a row.</param>
    /// <param name="classes">The classes.</param>
    public static Value Of(Value logarithms, Value classes) => Call("nll_of_logarithms", logarithms, classes, Picked);

    /// <summary>The same of logits: logarithms but for a constant of each element.</summary>
    public static Value OfLogits(Value logits, Value classes) =>
        Call("class_cross_entropy", logits, classes, (all, index) => Picked(all.LogSoftmax(), index));

    private static Value Call(string name, Value values, Value classes, Func<Value, Value, Value> body)
    {
        classes = classes.RepeatTo(values);
        return values.Call(name, classes.Extent, [values, classes], of => body(of[0], of[1]));
    }

    private static Value Picked(Value logarithms, Value classes) =>
        -(classes.OneHot(logarithms.Shape[0]) * logarithms).Sum(axis: 0).Reshape(classes.Shape);
}
