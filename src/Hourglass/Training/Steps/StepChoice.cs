using Hourglass.Native;
using Hourglass.Numerics;
using TorchSharp;
using static TorchSharp.torch;

namespace Hourglass.Training.Steps;

/// <summary>How a step of training is computed. All draw the same random numbers and differ by rounding alone.</summary>
public enum StepKind
{
    /// <summary>The fastest that the model and the machine support.</summary>
    Auto,

    /// <summary>The emitted TorchSharp code, with gradients by autograd: the one to read, to step through and to extend.</summary>
    Readable,

    /// <summary>The derived step as one TorchScript function; runs wherever libtorch does.</summary>
    Portable,

    /// <summary>The derived step as a program for the processor's cores.</summary>
    Native,
}

/// <summary>Which step trained.</summary>
/// <param name="Ran">The step.</param>
/// <param name="Reasons">Why each faster one did not, and what else it does without; empty where none is faster.</param>
public sealed record StepChoice(StepKind Ran, IReadOnlyList<string> Reasons)
{
    /// <summary>Nothing is known.</summary>
    public static StepChoice Unknown { get; } = new(StepKind.Auto, []);

    /// <summary>In words: <c>portable (not native because …)</c>.</summary>
    public override string ToString() => Ran.ToString().ToLowerInvariant() + (Reasons.Count == 0 ? "" : $" ({string.Join("; ", Reasons)})");

    /// <summary>Chooses.</summary>
    /// <param name="wanted">What is asked for.</param>
    /// <param name="model">The model.</param>
    /// <param name="phase">The phase of the training.</param>
    /// <param name="place">Its place in the plan.</param>
    /// <exception cref="TrainingException">What is asked for cannot run.</exception>
    internal static StepChoice Of(StepKind wanted, Autoencoder model, PhasePlan phase, int place)
    {
        var choice = Choose(wanted, model, phase, place);
        if (phase.Precision == ProductPrecision.Bfloat16)
        {
            choice = choice with { Reasons = [.. choice.Reasons, .. InSinglePrecision(choice.Ran, model)] };
        }

        return Convolutions.WhyWithoutOneDnn is { } why && HasConvolutions(model)
            ? choice with { Reasons = [.. choice.Reasons, $"libtorch without its library oneDNN because {why}"] }
            : choice;
    }

    private static StepChoice Choose(StepKind wanted, Autoencoder model, PhasePlan phase, int place)
    {
        if (wanted == StepKind.Readable)
        {
            return new StepChoice(StepKind.Readable, ["the readable step was asked for"]);
        }

        if (model.Untyped.DerivedOf(place, 0) is not { } derived)
        {
            var reason = $"there is no derived step because {model.Untyped.WhyNotDerived}";
            return wanted == StepKind.Auto ? new StepChoice(StepKind.Readable, [reason]) : throw Cannot(wanted, model, reason);
        }

        var whyNotPortable = WhyNotPortable(model, phase, place);
        if (wanted == StepKind.Portable)
        {
            if (whyNotPortable is not null)
            {
                throw Cannot(wanted, model, $"the portable step does not run because {whyNotPortable}");
            }

            return new StepChoice(StepKind.Portable, ["the portable step was asked for"]);
        }

        var ofCritics = model.Untyped.DerivedOf(place, 1) is { } critics ? WhyNotNative(critics, model) : null;
        if ((WhyNotNative(derived, model) ?? ofCritics) is not { } why)
        {
            return new StepChoice(StepKind.Native, []);
        }

        if (wanted == StepKind.Auto && whyNotPortable is not null)
        {
            return new StepChoice(StepKind.Readable, [$"not native because {why}", $"not portable because {whyNotPortable}"]);
        }

        return wanted == StepKind.Auto
            ? new StepChoice(StepKind.Portable, [$"not native because {why}"])
            : throw Cannot(wanted, model, $"the native step does not run because {why}");
    }

    /// <summary>What multiplies in single precision although it need not.</summary>
    private static IReadOnlyList<string> InSinglePrecision(StepKind step, Autoencoder model) =>
        (step, step == StepKind.Native ? MatrixProducts.WhyNotBfloat16() : null) switch
        {
            (StepKind.Readable, _) => ["products in float32, not bfloat16, as the readable step rounds none"],
            (StepKind.Portable, _) when model.parameters().Any(parameter => parameter.device.type == DeviceType.CUDA) => [],
            (StepKind.Portable, _) => ["products in float32, not bfloat16, as the portable step rounds them on a GPU alone"],
            (_, { } slow) => [$"products in float32, not bfloat16, because {slow}"],
            _ when HasConvolutions(model) => ["convolutions in float32, as bfloat16 makes them no faster"],
            _ => [],
        };

    private static bool HasConvolutions(Autoencoder model) => model.parameters().Any(parameter => parameter.dim() > 2);

    private static TrainingException Cannot(StepKind wanted, Autoencoder model, string reason) =>
        new(
            $"The model '{model.Description.Name}' cannot train by the {wanted.ToString().ToLowerInvariant()} step: {reason}. "
            + "Leave the choice to Auto, or take another step.");

    /// <summary>The portable step hands over what the optimizer keeps, by the plan that it was made for.</summary>
    private static string? WhyNotPortable(Autoencoder model, PhasePlan phase, int place)
    {
        var (own, chosen) = (model.Description.Plan.Phases[place].Turns[0].Optimizer, phase.Turns[0].Optimizer);
        return own.Slots.SequenceEqual(chosen.Slots)
            ? null
            : $"it was made for the optimizer {own.Name}, and {chosen.Name} keeps other things for each parameter";
    }

    private static string? WhyNotNative(StepDescription derived, Autoencoder model)
    {
        if (derived.Native is null)
        {
            return derived.WhyNotNative;
        }

        foreach (var parameter in model.parameters())
        {
            if (parameter.dtype != ScalarType.Float32)
            {
                return $"the parameters are {parameter.dtype}";
            }

            if (parameter.device.type != DeviceType.CPU)
            {
                return $"the parameters are on {parameter.device}";
            }
        }

        return MatrixProducts.WhyNot();
    }
}
