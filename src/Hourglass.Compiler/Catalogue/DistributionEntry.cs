using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue.Lowering;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue;

/// <summary>A distribution.</summary>
public abstract class DistributionEntry : CatalogueEntry
{
    /// <summary>Its parameters, for the reference.</summary>
    public abstract string Parameters { get; }

    /// <summary>Where its values lie.</summary>
    public abstract Support Support { get; }

    /// <summary>How draws carry gradients, or null where they cannot: there the score function does.</summary>
    public abstract string? ReparameterisedBy { get; }

    /// <summary>Whether it can be drawn from inside a step, as a code is.</summary>
    public virtual bool IsDrawn => ReparameterisedBy is not null;

    /// <summary>Whether the elements of an event are independent: log p is a number for each of them.</summary>
    public virtual bool IsFactorised(BoundArguments arguments) => true;

    /// <summary>What it has a closed-form KL divergence to, or null.</summary>
    public abstract string? ClosedFormKlTo { get; }

    /// <summary>
    /// The runtime's class, that of the standard distribution; its constructor takes the parameters in the order of
    /// <see cref="LowerParameters"/>.
    /// </summary>
    public abstract string RuntimeType { get; }

    /// <summary>All of the runtime's classes that it may be.</summary>
    public virtual IReadOnlyList<string> RuntimeTypes => [RuntimeType];

    /// <summary>The runtime's class at given arguments.</summary>
    public virtual string RuntimeTypeOf(BoundArguments arguments) => RuntimeType;

    /// <summary>The property of the runtime's class for a parameter.</summary>
    public virtual string PropertyOf(string parameter) => char.ToUpperInvariant(parameter[0]) + parameter.Substring(1);

    /// <summary>What the mean's elements can be.</summary>
    public abstract ValueRange MeanRange { get; }

    /// <summary>The parameters that a head computes.</summary>
    public abstract IReadOnlyList<string> HeadNames(BoundArguments arguments);

    /// <summary>The parameters that are one learned number for the whole variable.</summary>
    public virtual IReadOnlyList<string> LearnedNames(BoundArguments arguments) => [];

    /// <summary>Numbers that the runtime's class is given behind the parameters, by the names of its constructor.</summary>
    public virtual IReadOnlyList<(string Name, double Number)> RuntimeArguments(BoundArguments arguments) => [];

    /// <summary>How many numbers an event has along its first dimension, or null where the arguments do not say.</summary>
    public virtual int? WidthOf(BoundArguments arguments) => arguments.Has("d") ? arguments.Int("d") : null;

    /// <summary>As a code's it is written so.</summary>
    public virtual string Sized => $"{Name}(20)";

    /// <summary>Why it cannot be over an event with such arguments, or null where it can; data that are classes say how many.</summary>
    public virtual Diagnostic? Misfit(BoundArguments arguments, Shape eventShape, int classes, TextSpan span) => null;

    /// <summary>Why its values are not those of a code of the same family with other arguments, or null where they are.</summary>
    public virtual string? Disagreement(BoundArguments code, BoundArguments prior) => null;

    /// <summary>The shape of a head's output for an event.</summary>
    public virtual Shape HeadShape(string parameter, BoundArguments arguments, Shape eventShape, int classes) => eventShape;

    /// <summary>The parameters' values, in the runtime constructor's order, of the heads' values.</summary>
    public abstract IReadOnlyList<(string Name, Value Value)> LowerParameters(
        DistributionLowering at, BoundDistribution distribution, IReadOnlyDictionary<string, Value> heads);

    /// <summary>The parameters of the standard distribution, which is a code's prior where nothing else is said.</summary>
    public virtual IReadOnlyList<(string Name, double Value)> StandardParameters => [];

    /// <summary>The parameters under which all values are as likely, or null where there are none.</summary>
    public virtual IReadOnlyList<(string Name, double Value)>? UniformParameters => null;

    /// <summary>What it takes as the prior of a code, <c>prior z ~ gamma(concentration: 2)</c>: its parameters as numbers.</summary>
    public virtual Signature PriorSignature => new(StandardParameters
        .Select(parameter => new Parameter(
            parameter.Name, KindOf(parameter.Name), NumberText.Of(parameter.Value), NamedOnly: true))
        .ToEquatable());

    /// <summary>What numbers a parameter may be.</summary>
    protected virtual ParameterKind KindOf(string parameter) => ParameterKind.Number;

    /// <summary>The shape of a parameter of an event.</summary>
    public virtual Shape ShapeOf(string parameter, Shape @event) => @event;

    /// <summary>The prior of a code, of numbers that are the same for every element.</summary>
    public virtual Density LowerPrior(PriorLowering at, Density posterior, BoundArguments arguments) => new(
        this,
        [
            .. StandardParameters.Select(parameter =>
                (parameter.Name, at.Constant(arguments.Number(parameter.Name), ShapeOf(parameter.Name, posterior.Event)))),
        ],
        posterior.Event);

    /// <summary>log p(x) of each element of the event, in nats.</summary>
    public abstract Value LogProb(Density density, Value x);

    /// <summary>
    /// A draw, with gradients where <see cref="ReparameterisedBy"/> says how, or null where there is none; of a standardisation function
    /// it is derived.
    /// </summary>
    public virtual Value? Draw(Density density, DrawSource draws) =>
        Sample(density, draws) is { } drawn ? ImplicitDraw.Of(drawn, z => Standardise(density, z)) : null;

    /// <summary>Numbers drawn in any way; no gradient passes through them.</summary>
    protected virtual Value? Sample(Density density, DrawSource draws) => null;

    /// <summary>
    /// A function of each element of a draw whose distribution does not depend on the parameters: the distribution function, say.
    /// </summary>
    protected virtual Value Standardise(Density density, Value z) =>
        throw new NotSupportedException($"{Name} is drawn from, and nothing standardises it.");

    /// <summary>The mean of each element, which takes a draw's place outside training.</summary>
    public abstract Value Mean(Density density);

    /// <summary>The divergence of each element from a prior of the same family, in closed form, or null where there is none.</summary>
    public virtual Value? ClosedFormKl(Density posterior, Density prior) => null;
}
