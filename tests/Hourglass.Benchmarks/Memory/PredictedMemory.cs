using Hourglass.Compiler;
using Hourglass.Compiler.Plan;
using Hourglass.Compiler.Syntax;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Benchmarks.Memory;

/// <summary>The memory that the compiler foresees for the variational autoencoder, as <c>hourglass show</c> says it.</summary>
internal static class PredictedMemory
{
    /// <summary>Of each kind of step.</summary>
    public static IReadOnlyList<TrainingMemory> Vae()
    {
        using var reader = new StreamReader(typeof(PredictedMemory).Assembly.GetManifestResourceStream("Vae.ae")!);
        var (tree, _) = AeParser.ParseFile(reader.ReadToEnd());
        var models = AeCompiler.Split(tree, new Dictionary<string, SourceFile>(StringComparer.Ordinal)).Models;
        return AeCompiler.Memory(AeCompiler.Bind(models[0]));
    }
}
