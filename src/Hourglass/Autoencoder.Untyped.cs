using System.ComponentModel;
using Hourglass.Datasets;
using Hourglass.Distributions;
using Hourglass.Numerics;
using Hourglass.Training;
using Hourglass.Training.Steps;
using static TorchSharp.torch;

namespace Hourglass;

/// <content>
/// What whoever does not know the model's type asks of it. It is kept apart, so that an editor does not list it among a model's own
/// methods.
/// </content>
public abstract partial class Autoencoder
{
    /// <summary>
    /// The model without its type, for code that takes any: metrics, reports, loops. It gives for a batch of data what the model's own
    /// methods give for tensors.
    /// </summary>
    public UntypedModel Untyped => field ??= new UntypedModel(this);

    /// <summary>What code that takes any model asks of it.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public sealed class UntypedModel
    {
        private readonly Autoencoder _model;

        internal UntypedModel(Autoencoder model) => _model = model;

        /// <inheritdoc cref="Autoencoder.ParameterValues"/>
        public IReadOnlyDictionary<string, double> ParameterValues => _model.ParameterValues;

        /// <inheritdoc cref="Autoencoder.Noise"/>
        public NoiseStream Noise => _model.Noise;

        /// <inheritdoc cref="Autoencoder.Statistics"/>
        public IReadOnlyList<DataStatistics> Statistics => _model.Statistics;

        /// <inheritdoc cref="Autoencoder.CodeStatistics"/>
        public IReadOnlyList<CodeStatistic> CodeStatistics => _model.CodeStatistics;

        /// <inheritdoc cref="Autoencoder.Phase"/>
        public string? Phase
        {
            get => _model.Phase;
            set => _model.Phase = value;
        }

        /// <inheritdoc cref="Autoencoder.WhyNotDerived"/>
        public string? WhyNotDerived => _model.WhyNotDerived;

        /// <inheritdoc cref="Autoencoder.DecodedCode"/>
        public string? DecodedCode => _model.DecodedCode;

        /// <inheritdoc cref="Autoencoder.DerivedOf"/>
        public StepDescription? DerivedOf(int phase, int turn) => _model.DerivedOf(phase, turn);

        /// <inheritdoc cref="Autoencoder.ReadWeights"/>
        public void ReadWeights(Span<double> weights, int objective = 0) => _model.ReadWeights(weights, objective);

        /// <inheritdoc cref="Autoencoder.ReadCapacities"/>
        public void ReadCapacities(Span<double> capacities, int objective = 0) => _model.ReadCapacities(capacities, objective);

        /// <inheritdoc cref="Autoencoder.MinimizeBatch(Batch)"/>
        public TermValues Minimize(Batch batch) => _model.MinimizeBatch(batch);

        /// <inheritdoc cref="Autoencoder.MinimizeBatch(Batch, int)"/>
        public TermValues Minimize(Batch batch, int objective) => _model.MinimizeBatch(batch, objective);

        /// <inheritdoc cref="Autoencoder.ReconstructBatch"/>
        public Tensor? Reconstruct(Batch batch) => _model.ReconstructBatch(batch);

        /// <inheritdoc cref="Autoencoder.SampleBatch(int)"/>
        public Tensor? Sample(int count) => _model.SampleBatch(count);

        /// <inheritdoc cref="Autoencoder.SampleBatch(int, Batch)"/>
        public Tensor? Sample(int count, Batch conditions) => _model.SampleBatch(count, conditions);

        /// <inheritdoc cref="Autoencoder.CodeBatch"/>
        public Tensor? Code(Batch batch) => _model.CodeBatch(batch);

        /// <inheritdoc cref="Autoencoder.CodesBatch"/>
        public IReadOnlyList<BatchCode> Codes(Batch batch) => _model.CodesBatch(batch);

        /// <inheritdoc cref="Autoencoder.LogLikelihoodBatch"/>
        public Tensor? LogLikelihood(Batch batch, int draws) => _model.LogLikelihoodBatch(batch, draws);

        /// <inheritdoc cref="Autoencoder.LogWeightsBatch"/>
        public Tensor? LogWeights(Batch batch, int draws) => _model.LogWeightsBatch(batch, draws);

        /// <inheritdoc cref="Autoencoder.PriorBatch"/>
        public IDistribution? Prior(string? code, int count) => _model.PriorBatch(code, count);

        /// <inheritdoc cref="Autoencoder.PredictBatch"/>
        public IReadOnlyDictionary<string, Tensor> Predict(Batch batch) => _model.PredictBatch(batch);

        /// <inheritdoc cref="Autoencoder.DecodeBatch"/>
        public Tensor? Decode(Tensor codes, Batch? conditions = null) => _model.DecodeBatch(codes, conditions);

        /// <inheritdoc cref="Autoencoder.PrepareBatch"/>
        public Tensor Prepare(string variable, Tensor values) => _model.PrepareBatch(variable, values);
    }
}
