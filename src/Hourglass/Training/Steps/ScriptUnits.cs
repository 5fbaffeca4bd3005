using System.Collections.Concurrent;
using static TorchSharp.torch;

namespace Hourglass.Training.Steps;

/// <summary>Compiled TorchScript. TorchSharp never frees a compilation unit: there is one for each text of a process.</summary>
internal static class ScriptUnits
{
    private static readonly ConcurrentDictionary<string, Lazy<jit.CompilationUnit>> Units = new(StringComparer.Ordinal);

    /// <summary>Calls a function that returns a tensor, which nobody wants.</summary>
    public static void Invoke(string script, string function, object[] arguments) => Call(script, function, arguments).Dispose();

    /// <summary>Calls a function that returns a tensor.</summary>
    public static Tensor Call(string script, string function, object[] arguments)
    {
        var unit = Units.GetOrAdd(
            script,
            text => new Lazy<jit.CompilationUnit>(() => jit.compile(text.ReplaceLineEndings("\n") + "\n"))).Value;
        return (Tensor)unit.invoke(function, arguments);
    }
}
