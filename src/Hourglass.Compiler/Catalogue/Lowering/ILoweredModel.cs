using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Ir;

namespace Hourglass.Compiler.Catalogue.Lowering;

/// <summary>What terms read of a model that is being lowered.</summary>
public interface ILoweredModel
{
    /// <summary>The bound model.</summary>
    BoundModel Model { get; }

    /// <summary>The classes that are a code where they are missing, by name; null where there are none.</summary>
    string? LatentClasses { get; }

    /// <summary>Every layer so far.</summary>
    IEnumerable<Layer> Layers { get; }

    /// <summary>A layer of the model's.</summary>
    Layer Register(string container, string name, LayerDefinition definition);

    /// <summary>Has a training find a tensor from what the model makes of all examples.</summary>
    void Fit(FittedCodes statistic);

    /// <summary>The value of a variable.</summary>
    Value ValueOf(string name);

    /// <summary>1 for each element of data that is there, 0 for others; null where none may be missing.</summary>
    Value? PresenceOf(string data);

    /// <summary>Whether a value is data as pipelines read them, classes aside.</summary>
    bool IsInput(Value value);

    /// <summary>
    /// Where classes are summed out, how much each row counts, one class after the other for all examples, such that the mean over the rows
    /// is the expectation. Null where none are.
    /// </summary>
    Value? ClassWeights();

    /// <summary>What a critic makes of a value in the place of a variable that it reads.</summary>
    Value ScoreOf(string critic, string reads, Value value, Region place);

    /// <summary>What a labelled stage of a critic makes of it.</summary>
    Value FeatureOf(string critic, string label, string reads, Value value, Region place);

    /// <summary>What a critic tells apart.</summary>
    CriticSides SidesOf(TermLowering at, string critic);

    /// <summary>What a stage kept besides its result.</summary>
    Value KeptBy(BoundStage stage, string name);

    /// <summary>The distribution of a random variable.</summary>
    Density DistributionOf(string name);

    /// <summary>The prior of a code, or null where it is the standard one.</summary>
    Density? PriorOf(string name);
}
