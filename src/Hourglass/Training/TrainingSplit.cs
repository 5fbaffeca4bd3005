namespace Hourglass.Training;

/// <summary>Which of the training examples train, and which are set aside to be evaluated behind each epoch.</summary>
internal sealed class TrainingSplit
{
    /// <summary>A stream of the seed's own: epochs have those from 0 on.</summary>
    private const int Stream = -3;

    private readonly long[] _train;

    private TrainingSplit(long[] train, long[] validation) => (_train, Validation) = (train, validation);

    /// <summary>The examples that are set aside, in the data's order.</summary>
    public IReadOnlyList<long> Validation { get; }

    /// <summary>How many train.</summary>
    public int TrainCount => _train.Length;

    /// <summary>The examples that train, in the data's order.</summary>
    public IReadOnlyList<long> Train => _train;

    /// <summary>Divides examples by a share and a seed.</summary>
    /// <exception cref="TrainingException">There are too few of them.</exception>
    public static TrainingSplit Of(int examples, double share, int seed)
    {
        if (share == 0)
        {
            return new TrainingSplit([.. Enumerable.Range(0, examples).Select(i => (long)i)], []);
        }

        if (examples < 2)
        {
            throw new TrainingException(
                $"validate: {share.ToString("R", System.Globalization.CultureInfo.InvariantCulture)} sets examples aside, and one at "
                + "least must stay to train on: there is only one in all. Train on more, or without validate.");
        }

        var aside = Math.Clamp((int)Math.Round(share * examples), 1, examples - 1);
        var order = Seeds.Permutation(examples, seed, Stream);
        return new TrainingSplit([.. order.Skip(aside).Order()], [.. order.Take(aside).Order()]);
    }

    /// <summary>The order in which an epoch takes the examples that train.</summary>
    /// <param name="order">Written over: <see cref="TrainCount"/> numbers.</param>
    /// <param name="seed">The training's.</param>
    /// <param name="epoch">Epochs before it.</param>
    /// <param name="block">Examples of a block (<see cref="Seeds.PermuteBlocks"/>); 0 for all in one.</param>
    public void Shuffle(Span<long> order, int seed, int epoch, int block = 0)
    {
        if (block == 0)
        {
            Seeds.Permute(order, seed, epoch);
        }
        else
        {
            Seeds.PermuteBlocks(order, seed, epoch, block);
        }

        if (Validation.Count > 0)
        {
            foreach (ref var example in order)
            {
                example = _train[example];
            }
        }
    }
}
