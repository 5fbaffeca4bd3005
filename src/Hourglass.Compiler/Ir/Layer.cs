namespace Hourglass.Compiler.Ir;

/// <summary>A module with parameters, registered under a stable name.</summary>
/// <param name="Container">The role's module, <c>encoder</c>.</param>
/// <param name="Name">Its name inside that, <c>dense1</c>.</param>
/// <param name="Definition">What it is.</param>
public sealed record Layer(string Container, string Name, LayerDefinition Definition)
{
    /// <summary>The prefix of its <c>state_dict</c> keys.</summary>
    public string Path => $"{Container}.{Name}";

    /// <summary>The keys of its parameters in <c>state_dict</c>, in the order of registration.</summary>
    public IEnumerable<string> Keys => Definition.Parameters.Select(parameter => KeyOf(parameter.Member));

    /// <summary>The key of a parameter; a parameter by itself has no member.</summary>
    public string KeyOf(string member) => member.Length == 0 ? Path : $"{Path}.{member}";

    /// <inheritdoc/>
    public override string ToString() => Path;
}

/// <summary>What a layer is, in PyTorch's words: the module that makes it, and the shapes of its parameters.</summary>
public abstract record LayerDefinition
{
    /// <summary>The class, of <c>torch.nn</c> or of the runtime.</summary>
    public abstract string Module { get; }

    /// <summary>Whether the class is the runtime's, which then begins with weights of its own.</summary>
    public virtual bool IsOfRuntime => false;

    /// <summary>The arguments of its constructor; those with a name are given by it.</summary>
    public abstract IReadOnlyList<ModuleArgument> Arguments { get; }

    /// <summary>The trained parameters, in the order of registration.</summary>
    public abstract IReadOnlyList<LayerParameter> Parameters { get; }

    /// <summary>The tensors that the graph reads and no optimizer trains.</summary>
    public virtual IReadOnlyList<LayerParameter> Buffers => [];

    /// <summary>Tensors that a step moves and the graph does not read, with the number that all of each is at first.</summary>
    public virtual IReadOnlyList<(LayerParameter Parameter, double Initial)> Moved => [];

    /// <summary>What it is, in one line.</summary>
    public abstract string Summary { get; }

    /// <summary>What parameters are filled with at first, where the module leaves them as memory comes.</summary>
    public virtual IReadOnlyList<(string Member, double Value)> Fills => [];

    /// <summary>Whether its <c>weight</c> is a map's, which penalties on weights count; scales and shifts are none.</summary>
    public bool HasWeights => WeightMembers.Count > 0;

    /// <summary>The members that penalties on weights count.</summary>
    public virtual IReadOnlyList<string> WeightMembers => [];

    /// <summary>How a parameter is reached from the module.</summary>
    public virtual string Member(string member) => member + "!";

    /// <summary>The shape of a parameter, or of a buffer.</summary>
    public Shape ShapeOf(string member) => (Parameter(member) ?? Buffers.First(buffer => buffer.Member == member)).Shape;

    /// <summary>Whether a member is a parameter.</summary>
    public bool IsTrained(string member) => Parameter(member) is not null;

    /// <summary>The parameter that is this member; null where none is.</summary>
    public virtual LayerParameter? Parameter(string member) => Parameters.FirstOrDefault(parameter => parameter.Member == member);

    private protected static IReadOnlyList<LayerParameter> WeightAndBias(Shape weight, int channels, bool bias = true) =>
        bias ? [new("weight", weight), new("bias", Shape.Of(channels))] : [new("weight", weight)];
}

/// <summary>An argument of a module's constructor.</summary>
/// <param name="Name">Its name, or null where its place says which it is.</param>
/// <param name="Value">A number, a flag, sizes, or the name of a constant.</param>
public sealed record ModuleArgument(string? Name, object Value);

/// <summary>A trained parameter of a layer.</summary>
/// <param name="Member">The module's member; empty for a parameter by itself.</param>
/// <param name="Shape">Its shape, as PyTorch has it.</param>
public sealed record LayerParameter(string Member, Shape Shape);

/// <summary>A parameter by itself: the bias of a tied layer, a learned log-variance.</summary>
/// <param name="Shape">Its shape.</param>
/// <param name="Initial">What all of it is at first.</param>
public sealed record ParameterLayer(Shape Shape, double Initial = 0) : LayerDefinition
{
    /// <summary>The deviation of the normal numbers that it begins with; where that is 0, it begins as <c>Initial</c> says.</summary>
    public double Deviation { get; init; }

    /// <inheritdoc/>
    public override string Module => "Parameter";

    /// <inheritdoc/>
    public override IReadOnlyList<ModuleArgument> Arguments => [new(null, Shape)];

    /// <inheritdoc/>
    public override IReadOnlyList<LayerParameter> Parameters => [new("", Shape)];

    /// <inheritdoc/>
    public override string Summary => $"A parameter {Shape.InBrackets()}.";
}

/// <summary><c>y = x Wᵀ + b</c>, W <c>[out, in]</c>.</summary>
public sealed record LinearLayer(int In, int Out, bool Bias) : LayerDefinition
{
    /// <inheritdoc/>
    public override string Module => "Linear";

    /// <inheritdoc/>
    public override IReadOnlyList<ModuleArgument> Arguments =>
    [
        new(null, In),
        new(null, Out),
        .. Bias ? [] : new[] { new ModuleArgument("bias", false) }
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<LayerParameter> Parameters => WeightAndBias(Shape.Of(Out, In), Out, Bias);

    /// <inheritdoc/>
    public override IReadOnlyList<string> WeightMembers => ["weight"];

    /// <inheritdoc/>
    public override string Summary =>
        $"Dense, {NumberText.Of(In)} to {NumberText.Of(Out)}: weight "
        + $"{Shape.Of(Out, In).InBrackets()}{(Bias ? $", bias {Shape.Of(Out).InBrackets()}" : ", no bias")}.";
}
