namespace Hourglass;

/// <summary>A <c>data</c> clause: <c>[Data("x: unit[784]")]</c>.</summary>
/// <param name="clause">The statement without its keyword.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class DataAttribute(string clause) : Attribute
{
    /// <summary>The statement without its keyword.</summary>
    public string Clause { get; } = clause;
}

/// <summary>An <c>encode</c> clause: <c>[Encode("z ~ x -> dense(400, relu) -> normal(20)")]</c>.</summary>
/// <param name="clause">The statement without its keyword.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class EncodeAttribute(string clause) : Attribute
{
    /// <summary>The statement without its keyword.</summary>
    public string Clause { get; } = clause;
}

/// <summary>A <c>decode</c> clause: <c>[Decode("x ~ z -> dense(400, relu) -> bernoulli")]</c>.</summary>
/// <param name="clause">The statement without its keyword.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class DecodeAttribute(string clause) : Attribute
{
    /// <summary>The statement without its keyword.</summary>
    public string Clause { get; } = clause;
}

/// <summary>A <c>predict</c> clause: <c>[Predict("y ~ z -> dense(10) -> categorical")]</c>.</summary>
/// <param name="clause">The statement without its keyword.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class PredictAttribute(string clause) : Attribute
{
    /// <summary>The statement without its keyword.</summary>
    public string Clause { get; } = clause;
}

/// <summary>A <c>prior</c> clause: <c>[Prior("z ~ normal")]</c>.</summary>
/// <param name="clause">The statement without its keyword.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class PriorAttribute(string clause) : Attribute
{
    /// <summary>The statement without its keyword.</summary>
    public string Clause { get; } = clause;
}

/// <summary>A <c>critic</c> clause.</summary>
/// <param name="clause">The statement without its keyword.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class CriticAttribute(string clause) : Attribute
{
    /// <summary>The statement without its keyword.</summary>
    public string Clause { get; } = clause;
}

/// <summary>The objective: <c>[Minimize("elbo")]</c>.</summary>
/// <param name="clause">The statement without its keyword.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class MinimizeAttribute(string clause) : Attribute
{
    /// <summary>The statement without its keyword.</summary>
    public string Clause { get; } = clause;
}

/// <summary>Training settings: <c>[Train("optimizer: adam(1e-3)  batch: 128  epochs: 10")]</c>, one per phase.</summary>
/// <param name="clause">The settings without braces.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class TrainAttribute(string clause) : Attribute
{
    /// <summary>The settings without braces.</summary>
    public string Clause { get; } = clause;

    /// <summary>The phase's name where there are several.</summary>
    public string? Phase { get; init; }
}

/// <summary>
/// A stage or a term that the class implements itself: <c>[Extern("block wavelet(levels): [784] -> [784]")]</c> asks for the method
/// <c>private partial Tensor Wavelet(Tensor x, double levels)</c>.
/// </summary>
/// <param name="clause">The statement without its keyword.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class ExternAttribute(string clause) : Attribute
{
    /// <summary>The statement without its keyword.</summary>
    public string Clause { get; } = clause;
}
