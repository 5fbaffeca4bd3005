namespace Hourglass.Compiler.Ir;

/// <summary>What a step moves besides the parameters that its optimizer moves: statistics that a layer gathers while it trains.</summary>
/// <param name="Layer">The prefix of the layer's keys.</param>
public abstract record RunningUpdate(string Layer)
{
    /// <summary>The layer's tensors that it writes to, by their names.</summary>
    public abstract IReadOnlyList<string> Members { get; }

    /// <summary>The values of the step that it reads.</summary>
    public abstract IReadOnlyList<Value> Values { get; }

    /// <summary>What it is there for, in a user's words: the native step lacks it.</summary>
    public abstract string Purpose { get; }

    /// <summary>Numbers that its statements take while they run, for each example and in all.</summary>
    public virtual (long PerExample, long Fixed) Temporaries => default;

    /// <summary>The function that its statements call, or null.</summary>
    public virtual ScriptedFunction? Function => null;

    /// <summary>The keys of the tensors that it writes to, in <c>state_dict</c>.</summary>
    public IEnumerable<string> Keys => Members.Select(member => $"{Layer}.{member}");

    /// <summary>The same of other values.</summary>
    public abstract RunningUpdate Of(Func<Value, Value> other);

    /// <summary>Its statements in TorchScript.</summary>
    /// <param name="use">The name of a value.</param>
    /// <param name="members">The names of the tensors that it writes to, in the order of <see cref="Members"/>.</param>
    public abstract IEnumerable<string> Script(Func<Value, string> use, IReadOnlyList<string> members);

    /// <inheritdoc/>
    public override string ToString() => $"{Layer} = {string.Join(", ", Values.Select(value => $"%{NumberText.Of(value.Id)}"))}";
}

/// <summary>The running averages of a batch normalisation.</summary>
/// <param name="Layer">The prefix of its keys.</param>
/// <param name="Mean">The mean of the batch, [channels, 1…].</param>
/// <param name="Variance">Its variance, divided by the number of elements.</param>
/// <param name="Elements">Elements of a channel for each example: the unbiased variance divides by one less than these times N.</param>
public sealed record RunningAverage(string Layer, Value Mean, Value Variance, int Elements) : RunningUpdate(Layer)
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> Members => ["running_mean", "running_var", "num_batches_tracked"];

    /// <inheritdoc/>
    public override IReadOnlyList<Value> Values => [Mean, Variance];

    /// <inheritdoc/>
    public override string Purpose => "batch normalisation";

    /// <inheritdoc/>
    public override RunningUpdate Of(Func<Value, Value> other) => this with { Mean = other(Mean), Variance = other(Variance) };

    /// <inheritdoc/>
    public override IEnumerable<string> Script(Func<Value, string> use, IReadOnlyList<string> members)
    {
        var count = $"{NumberText.Of(Elements)} * n";
        yield return $"{members[0]}.lerp_({use(Mean)}.flatten(), 0.1)  # {Layer}";
        yield return $"{members[1]}.lerp_({use(Variance)}.flatten() * ({count} / ({count} - 1)), 0.1)";
        yield return $"{members[2]}.add_(1)";
    }

    /// <inheritdoc/>
    public override string ToString() => base.ToString();
}
