using Hourglass.Datasets;
using Hourglass.Evaluation;
using static TorchSharp.torch;

namespace Hourglass.Generation;

/// <summary>Missing elements, filled in from what a model knows.</summary>
public static class Inpainting
{
    /// <summary>
    /// Fills in missing elements of the reconstructed variable by going round: the code of what is there and of the last guess is decoded,
    /// and the missing elements take what it decodes to; known elements stay as they are (Rezende et al., 2014, appendix F). Where the
    /// decoder reads one code that is drawn given the data alone, it is drawn from its posterior in each round, and the guess is the
    /// likelihood's mean at that draw, not a draw of the likelihood; elsewhere all codes stand at their means. What is given back is the
    /// mean of the guesses of the last rounds. A model whose variable may miss elements (<c>data x?</c>) has a way of its own: it is told
    /// that they are missing, and its reconstruction fills them in, once.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="batch">The data, <c>[N, ...]</c> each. What is at missing elements does not matter.</param>
    /// <param name="missing">True where an element of the reconstructed variable is missing, in its shape.</param>
    /// <param name="rounds">How many rounds, 1 or more.</param>
    /// <param name="averaged">Of how many of the last rounds the mean is taken, 1 or more; null for the last half.</param>
    /// <param name="start">The first guess, of a shape that spreads to the variable's, such as its mean over training examples; null for
    /// the mean of the elements that are known at the same place in the batch, and 0 where there is none.</param>
    /// <returns>The variable with its missing elements filled in, <c>[N, ...]</c>, in the data's own units and the caller's to dispose.
    /// Draws come from torch's generator.</returns>
    /// <exception cref="DataException">The model reconstructs no numbers, the shapes differ, or there are no rounds.</exception>
    public static Tensor Inpaint(
        this Autoencoder model, Batch batch, Tensor missing, int rounds = 50, int? averaged = null, Tensor? start = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(batch);
        ArgumentNullException.ThrowIfNull(missing);
        Metrics.Given.AtLeast(1, rounds);
        var last = averaged ?? Math.Max(1, rounds / 2);
        if (last < 1 || last > rounds)
        {
            throw new DataException(FormattableString.Invariant($"averaged is from 1 to rounds, {rounds}; got {last}."));
        }

        var field = SquaredErrors.FieldOf(model) ?? throw new DataException(
            $"{model.Description.Name} reconstructs no numbers; elements are filled in by a reconstruction.");
        var given = batch[field.Name];
        if (!missing.shape.AsSpan().SequenceEqual(given.shape) || missing.dtype != ScalarType.Bool)
        {
            throw new DataException(
                $"missing is true or false for each element of {field.Name}, {Shapes.List(given.shape)}; got {missing.dtype} "
                + $"{Shapes.List(missing.shape)}.");
        }

        var training = model.training;
        model.eval();
        try
        {
            using var noGrad = no_grad();
            using var scope = NewDisposeScope();
            var filled = field.Optional
                ? Filled(given, missing, Made(model, batch, field, given.masked_fill(missing, double.NaN), draw: false))
                : Rounds(model, batch, field, missing, (rounds, last), start);
            return filled.MoveToOuterDisposeScope();
        }
        finally
        {
            model.train(training);
        }
    }

    private static Tensor Rounds(
        Autoencoder model, Batch batch, DataField field, Tensor missing, (int All, int Last) rounds, Tensor? start)
    {
        var given = batch[field.Name];
        var x = Filled(given, missing, (start ?? KnownMeans(given, missing)).to(given.dtype, given.device).expand_as(given));
        var sum = zeros_like(given, dtype: ScalarType.Float64);
        for (var round = 0; round < rounds.All; round++)
        {
            using var scope = NewDisposeScope();
            var next = Filled(given, missing, Made(model, batch, field, x, draw: true));
            if (round >= rounds.All - rounds.Last)
            {
                sum.add_(next);
            }

            x.Dispose();
            x = next.MoveToOuterDisposeScope();
        }

        return Filled(given, missing, (sum / rounds.Last).to_type(given.dtype));
    }

    /// <summary>What the model makes of data.</summary>
    private static Tensor Made(Autoencoder model, Batch batch, DataField field, Tensor x, bool draw)
    {
        var with = batch.With(field.Name, x);
        var drawn = draw && DecodedCode.Of(model, with)?.Posterior is { } posterior
            ? model.Untyped.Decode(posterior.Sample(), with)
            : null;
        var made = drawn ?? model.Untyped.Reconstruct(with) ?? throw new DataException(
            $"{model.Description.Name} makes no reconstruction; elements are filled in by one.");
        return made.reshape(x.shape).to_type(x.dtype);
    }

    private static Tensor Filled(Tensor given, Tensor missing, Tensor guess) => where(missing, guess, given);

    private static Tensor KnownMeans(Tensor given, Tensor missing)
    {
        var known = given.isnan().logical_or(missing).logical_not();
        return where(known, given, 0).sum(0L, keepdim: true) / known.sum(0L, keepdim: true).clamp_min(1);
    }
}
