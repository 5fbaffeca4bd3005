using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using Hourglass.Cli.Hosting;
using Hourglass.Compiler;
using Hourglass.Compiler.Diagnostics;

namespace Hourglass.Cli.InMemory;

/// <summary>From a model of a file to an object that trains.</summary>
internal static class ModelFactory
{
    /// <summary>The namespace of models whose file says none: inside one, no name of theirs hides what the emitted code uses.</summary>
    private const string Namespace = "Models";

    /// <summary>Where compiled models are kept from one run to the next; null for nowhere.</summary>
    public static ModelCache? Cache { get; set; }

    /// <summary>
    /// The types of the process by their key: a loaded assembly stays, so that one that trains again and again would take more and more
    /// memory.
    /// </summary>
    private static readonly ConcurrentDictionary<string, Type> Loaded = new(StringComparer.Ordinal);

    /// <summary>Compiles, loads and creates a model.</summary>
    /// <param name="input">A model without errors.</param>
    /// <param name="seed">The seed of the initial weights; the model's own where null.</param>
    /// <exception cref="ToolException">The compiler failed (AE9001), or there is no libtorch here.</exception>
    public static Autoencoder Create(ModelInput input, int? seed)
    {
        var constructor = Libtorch.LoadBeside(() => Load(input)).GetConstructor([typeof(int)])!;
        var chosen = seed ?? Convert.ToInt32(constructor.GetParameters()[0].DefaultValue, CultureInfo.InvariantCulture);
        return (Autoencoder)constructor.Invoke(BindingFlags.DoNotWrapExceptions, null, [chosen], CultureInfo.InvariantCulture);
    }

    /// <summary>Compiles and loads a model's type, or finds it compiled.</summary>
    /// <exception cref="ToolException">The compiler failed (AE9001).</exception>
    public static Type Load(ModelInput input)
    {
        var output = Emit(input, Namespace, null);
        var key = ModelCache.Key(output);
        return Loaded.TryGetValue(key, out var type) ? type : Loaded.GetOrAdd(key, Load(output, key));
    }

    private static Type Load(ModelOutput output, string key)
    {
        if (Cache?.Find(key) is { } kept)
        {
            return EmittedAssembly.Load(output, kept);
        }

        var image = Compile(output);
        Cache?.Keep(key, image);

        // What the C# compiler needed is of no use while training.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        return EmittedAssembly.Load(output, image);
    }

    /// <summary>A method of its own, so that no local keeps the compilation alive.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static byte[] Compile(ModelOutput output) => EmittedAssembly.Image(output);

    /// <summary>The C# of a model.</summary>
    /// <exception cref="ToolException">The compiler failed (AE9001).</exception>
    public static ModelOutput Emit(ModelInput input, string ns, string? linePath)
    {
        try
        {
            return AeCompiler.Compile(input, new EmitOptions(ns, linePath));
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            var failure = HostErrors.Internal(exception, default);
            throw new ToolException($"{failure.Id}: {failure.Message}; {failure.Help}.");
        }
    }
}
