using Hourglass.Training.Steps;
using static TorchSharp.torch;

namespace Hourglass.Numerics;

/// <summary>Functions that emitted models hold as TorchScript: one text for the readable and for the derived step.</summary>
public static class ScriptedFunction
{
    /// <summary>Calls a function; no gradient passes. It is compiled once for all models that have the same text.</summary>
    /// <param name="script">The function's text.</param>
    /// <param name="name">Its name.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <returns>A tensor of the first argument's shape and type.</returns>
    public static Tensor Call(string script, string name, params Tensor[] arguments)
    {
        using var still = no_grad();
        return ScriptUnits.Call(script, name, [.. arguments]);
    }
}
