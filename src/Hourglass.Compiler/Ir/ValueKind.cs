namespace Hourglass.Compiler.Ir;

/// <summary>What the numbers of a value are.</summary>
public enum ValueKind
{
    /// <summary>Real numbers: the only kind that gradients pass through.</summary>
    Real,

    /// <summary>Classes and places: integers, of which targets keep 64 bits.</summary>
    Index,

    /// <summary>1 where something holds, 0 elsewhere.</summary>
    Truth,
}
