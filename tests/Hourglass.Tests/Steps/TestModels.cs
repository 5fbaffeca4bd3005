using Hourglass.Cli.InMemory;
using Hourglass.Cli.Sources;
using Hourglass.Compiler;
using Hourglass.Datasets;
using Hourglass.Tests.Cli;
using Hourglass.Training;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Tests.Steps;

/// <summary>
/// Models for the comparison of steps: the texts that this assembly is built with, and the corpus. Those that are trained are compiled
/// in memory: a change of the compiler then shows at once, not after a build by the changed generator.
/// </summary>
internal static class TestModels
{
    private static readonly System.Collections.Concurrent.ConcurrentDictionary<string, Lazy<Type>> Compiled = new(StringComparer.Ordinal);

    private static readonly Lazy<Dictionary<string, ModelInput>> Texts = new(() => Directory
        .EnumerateFiles(Path.Combine(Corpus.Root, "tests", "Hourglass.Tests", "Models"), "*.ae")
        .SelectMany(file => CheckedFile.Check(ModelFile.Read(file)).Models)
        .ToDictionary(model => model.Name, model => model.Input, StringComparer.Ordinal));

    /// <summary>The emitted types of this assembly, by name.</summary>
    public static IReadOnlyDictionary<string, Type> Emitted { get; } = typeof(TestModels).Assembly.GetTypes()
        .Where(type => type.IsSubclassOf(typeof(Autoencoder))
            && type.Namespace == "Hourglass.Tests.Models"
            && type.GetConstructor([typeof(int)]) is not null)
        .OrderBy(type => type.Name, StringComparer.Ordinal)
        .ToDictionary(type => type.Name);

    /// <summary>The numbers of the corpus's models that have parameters; a mixture, which coordinate ascent finds, has none.</summary>
    public static IReadOnlyList<string> CorpusNumbers { get; } =
    [
        .. Directory.EnumerateFiles(Path.Combine(Corpus.Root, "tests", "Corpus"), "*.ae")
            .Where(file => CheckedFile.Check(ModelFile.Read(file)) is { Models.Count: > 0 } check
                && check.Models.All(model => !model.Binding.HasErrors && model.Binding.Model.Mixture is null)
                && check.Diagnostics.All(found => found.Diagnostic.Severity != Hourglass.Compiler.Ground.Severity.Error))
            .Select(file => Path.GetFileName(file)[..2])
            .Where(IsWanted)
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Those that have parameters.</summary>
    public static IEnumerable<string> Trained { get; } = [.. Emitted.Keys.Where(IsWanted).Where(HasParameters)];

    /// <summary>A new model: an emitted type's name, or a corpus model's number.</summary>
    public static Autoencoder Create(string name, int seed = 3) =>
        New(
            Compiled.GetOrAdd(
                name,
                key => new Lazy<Type>(() => EmittedAssembly.Load(ModelFactory.Emit(Input(key), "Models" + key, null)))).Value,
            seed);

    /// <summary>Whether a model has a native step.</summary>
    public static bool IsNative(string name)
    {
        using var model = Emitted.TryGetValue(name, out var built) ? New(built, 3) : Create(name);
        return model.Untyped.DerivedOf(0, 0)?.Native is not null && model.Untyped.DerivedOf(0, 1) is null or { Native: not null };
    }

    /// <summary>Values of every field's domain, the same for the same seed; some missing where they may be.</summary>
    public static Dictionary<string, Tensor> Data(Autoencoder model, int count, int seed = 5)
    {
        using var random = new RandomScope(seed);
        return model.Description.Fields.ToDictionary(field => field.Name, field => Values(field, count));
    }

    /// <summary>A data set of them.</summary>
    public static Dataset DataSet(Autoencoder model, int count, int seed = 5)
    {
        using var scope = NewDisposeScope();
        return Dataset.FromTensors(Data(model, count, seed));
    }

    private static ModelInput Input(string name) =>
        Emitted.ContainsKey(name) ? Texts.Value[name] : CheckedFile.Check(ModelFile.Read(Corpus.File(name))).Models[0].Input;

    private static Autoencoder New(Type type, int seed) => (Autoencoder)type.GetConstructor([typeof(int)])!.Invoke([seed]);

    /// <summary>All, unless <c>STEP_MODELS</c> has the beginnings of some names, with commas between.</summary>
    private static bool IsWanted(string name) => Environment.GetEnvironmentVariable("STEP_MODELS") is not { } wanted
        || wanted.Split(',').Any(beginning => name.StartsWith(beginning, StringComparison.Ordinal));

    private static bool HasParameters(string name)
    {
        using var model = New(Emitted[name], 3);
        return model.parameters().Any();
    }

    private static Tensor Values(DataField field, int count)
    {
        long[] shape = [count, .. field.Shape];
        switch (field.Domain)
        {
            case Domain.Class:
                return randint(field.Optional ? -1 : 0, field.Classes, shape, dtype: ScalarType.Int64);
            case Domain.Binary:
                return WithGaps(field, rand(shape).ge(0.5).to_type(ScalarType.Float32));
            case Domain.Unit:
                return WithGaps(field, rand(shape));
            case Domain.Count:
                return WithGaps(field, randint(0, 5, shape).to_type(ScalarType.Float32));
            default:
                return WithGaps(field, randn(shape));
        }
    }

    /// <summary>One element in five is missing where any may be.</summary>
    private static Tensor WithGaps(DataField field, Tensor values) =>
        field.Optional ? values.masked_fill(rand(values.shape).lt(0.2), double.NaN) : values;
}
