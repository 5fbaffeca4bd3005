using Hourglass.Compiler.Catalogue;

namespace Hourglass.Compiler.Emit.CSharp;

/// <summary>Names that emitted code needs for itself.</summary>
internal static class ReservedNames
{
    /// <summary>Members of every record and object.</summary>
    public static readonly HashSet<string> Record = new(
        [
            "Total", "Equals", "GetHashCode", "GetType", "ToString", "Deconstruct", "PrintMembers", "Clone", "EqualityContract",
            "MemberwiseClone", "Finalize",
            "ReferenceEquals", "Code", "Loss", "CriticLoss", "Decoded", "Predicted",
        ],
        StringComparer.Ordinal);

    /// <summary>The same, but for the member that the objective's record has itself.</summary>
    public static readonly HashSet<string> LossRecord = new(Record.Where(name => name != "Total"), StringComparer.Ordinal);

    /// <summary>Members of TorchSharp's modules.</summary>
    public static readonly HashSet<string> Module = new(
        [
            "Equals", "GetHashCode", "GetType", "ToString", "MemberwiseClone", "Finalize", "ReferenceEquals", "Dispose", "GetName",
            "RegisterComponents",
            "ConditionallyRegisterParameter", "ConditionallyRegisterBuffer", "Create", "Load", "EncoderLayers", "DecoderLayers",
            "PredictorLayers", "PriorLayers", "CriticLayers", "ObjectiveLayers", "Handle",
            "ReplaceParameter", "ReplaceBuffer", "HType", "GetDefaultDeviceAndType", "ClearModules",
        ],
        StringComparer.Ordinal);

    /// <summary>What cannot follow `Minimize` in the name of an objective's method, or stand before `Loss` in that of its record.</summary>
    public static readonly HashSet<string> ObjectiveNames = new(["Batch", "Critics", "Critic", "Term"], StringComparer.Ordinal);

    /// <summary>Words that a method's body uses.</summary>
    public static readonly HashSet<string> Locals = new(
        [
            "torch", "nn", "scope", "code", "count", "draw", "gradients", "batch", "session", "loss", "total", "model", "data", "options",
            "progress", "training",
            "seed", "epoch", "decoded", "name", "reduction", "dtype", "likelihood", "mode", "draws", "critics",
        ],
        StringComparer.Ordinal);

    /// <summary>Names that an element of a tuple cannot have.</summary>
    public static readonly HashSet<string> TupleElements = new(
        [
            "CompareTo", "Deconstruct", "Equals", "GetHashCode", "GetType", "Rest", "ToString",
        ],
        StringComparer.Ordinal);

    /// <summary>Types that emitted code names; a model of the same name would hide them.</summary>
    public static readonly HashSet<string> Types = new(
        [
            "Autoencoder", "Batch", "BatchNorm1d", "BatchNorm2d", "BatchNorm3d", "Code", "Conv1d", "Conv2d", "Conv3d", "ConvTranspose1d",
            "ConvTranspose2d", "ConvTranspose3d", "Convolutions", "Corruption", "DataField", "Dataset", "Decode", "Decoded", "Decoder",
            "DecoderLayers", "Description", "Domain", "Encode",
            "Encoder", "EncoderLayers", "Epoch", "GeneratedCode", "IProgress", "Jacobian", "Labels", "LayerNorm", "LeastBatch", "Linear",
            "Loss", "Minimize", "ModelDescription", "MovingWeight", "Noise", "NoiseStream",
            "Parameter", "Predict", "Predicted", "Predictor", "PredictorLayers", "Prior", "PriorLayers", "RandomScope", "Reconstruct",
            "Sample", "ScalarType",
            "System", "Tensor", "TermValues", "TorchSharp", "Train", "TrainOn", "TrainOnAsync", "TrainOptions", "TrainingPlan",
            "TrainingProgress",
            "TrainingReport", "TrainingSession",
            "nn", "torch", "Hourglass", "Contract", "WeightType", "WeightDevice", "Argument", "RunningStatistics", "Load", "Save",
            "Distributions", "Datasets", "Training",
            "RateSchedule", "DataStatistics", "StatisticKind", "Statistics", "Preparation", "PreparationLayers",
            "GradientClip", "ClipKind", "ProductPrecision", "Initialisers", "OptimizerPlan",
            "OptimizerScript", "InterpolationMode", "MinimizeBatch", "ReconstructBatch",
            "CodeBatch", "SampleBatch",
            "RunEncoder", "RunDecoder", "RunPredictor", "RunPrior", "var", "StepDescription", "StepDraw", "StepBuffer", "StepMemory",
            "DrawKind", "Derived", "DerivedStep",
            "WhyNotDerived", "ReadWeights", "Noise", "Steps", "Native", "NativeProgramBuilder", "Lane", "Lanes", "Rows", "Matrix",
            "DescribeNativeStep", "Numerics", "LogLikelihood", "LogWeights", "LogLikelihoodBatch", "ImportanceSampling",
            "DescribeNativeStep", "Numerics", "Flow", "Bijection", "PlanarFlow", "RadialFlow", "InverseAutoregressiveFlow",
            "MaskedAutoregressiveFlow", "GammaFunctions", "ScriptedFunction", "Scripts",
            "HandWritten", "Objective", "ObjectiveLayers",
            "GaussianWindow", "VectorQuantizer", "Embedding", "ReadCapacities", "Critic", "CriticLayers", "CriticLoss",
            "RunCritic", "MinimizeCritics", "CriticOptimizerScript", "DerivedCritics", "DerivedOf", "Phase", "ObjectiveDescription",
            "SetDirections", "DirectionCosine", "CodeStatistic", "CodeStatistics", "CodeStatisticKind",
            "DerivedCriticStep", "DescribeNativeCriticStep", "EncoderGradient",
            "MultiheadAttention", "SelfAttention", "Sinusoids",
            "BatchCode", "IDistribution", "CodesBatch", "PredictBatch", "LogWeightsBatch", "DecodeBatch", "ConditionOf", "PriorBatch",
            "PrepareBatch", "DecodedCode", "OnnxText", "DiagramText",
            "Parameters", "ParametersInForce", "ParameterValues", "CheckParameters", "UntypedModel",
            .. Vocabulary.Distributions.Values.SelectMany(entry => entry.RuntimeTypes),
        ],
        StringComparer.Ordinal);
}
