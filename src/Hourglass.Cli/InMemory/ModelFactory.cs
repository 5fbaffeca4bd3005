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

    /// <summary>
    /// The types of the process by their C#: a loaded assembly stays, so that one that trains again and again would take more and more
    /// memory.
    /// </summary>
    private static readonly ConcurrentDictionary<string, Type> Loaded = new(StringComparer.Ordinal);

    /// <summary>Compiles, loads and creates a model.</summary>
    /// <param name="input">A model without errors.</param>
    /// <param name="seed">The seed of the initial weights; the model's own where null.</param>
    /// <exception cref="ToolException">The compiler failed (AE9001).</exception>
    public static Autoencoder Create(ModelInput input, int? seed)
    {
        var constructor = Load(input).GetConstructor([typeof(int)])!;
        var chosen = seed ?? Convert.ToInt32(constructor.GetParameters()[0].DefaultValue, CultureInfo.InvariantCulture);
        return (Autoencoder)constructor.Invoke(BindingFlags.DoNotWrapExceptions, null, [chosen], CultureInfo.InvariantCulture);
    }

    private static Type Load(ModelInput input)
    {
        var output = Emit(input, Namespace, null);
        var text = string.Concat(output.Sources);
        if (!Loaded.TryGetValue(text, out var type))
        {
            type = Loaded.GetOrAdd(text, Load(output));

            // What the C# compiler needed is of no use while training.
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        }

        return type;
    }

    /// <summary>A method of its own, so that no local keeps the compilation alive.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Type Load(ModelOutput output) => EmittedAssembly.Load(output);

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
