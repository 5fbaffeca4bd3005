using Hourglass.Compiler.Catalogue;
using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Binding;

/// <summary>What a stage's entry sees while it is bound: its input, its arguments, and the pipeline around it.</summary>
public sealed class StageBinding
{
    private readonly PipelineBinder _pipeline;

    internal StageBinding(
        PipelineBinder pipeline,
        StageSyntax syntax,
        TextSpan span,
        BoundArguments arguments,
        Shape input,
        ValueRange inputRange)
    {
        _pipeline = pipeline;
        Syntax = syntax;
        Span = span;
        Arguments = arguments;
        Input = input;
        InputRange = inputRange;
    }

    /// <summary>The stage as written.</summary>
    public StageSyntax Syntax { get; }

    /// <summary>Where errors about the stage point: the stage, or the place of the block that contains it.</summary>
    public TextSpan Span { get; }

    /// <summary>The same without its label.</summary>
    public TextSpan CallSpan => Span == Syntax.Span ? Span with { Start = Syntax.Name.Span.Start } : Span;

    /// <summary>Its arguments.</summary>
    public BoundArguments Arguments { get; }

    /// <summary>The stage of the encoder that this one of a mirror undoes, or null.</summary>
    public BoundStage? Undone { get; init; }

    /// <summary>The shape of its input.</summary>
    public Shape Input { get; }

    /// <summary>What the elements of its input can be.</summary>
    public ValueRange InputRange { get; }

    /// <summary>Whether its input are classes of the data, one-hot.</summary>
    public bool ReadsClasses => _pipeline.IsAtClasses;

    /// <summary>The shape of the data that the pipeline describes, or null.</summary>
    public Shape? Target => _pipeline.Target;

    /// <summary>What the first size of its input counts.</summary>
    public Layout Layout => _pipeline.Layout;

    /// <summary>Whether its input is a feature map; reports where it is none.</summary>
    /// <param name="stage">The stage, with its article.</param>
    public bool TakesMap(string stage)
    {
        if (!Input.IsMap)
        {
            Report(ShapeErrors.WrongRank(Span, stage, "a feature map", Input, ShapeErrors.ReshapeHint(Input)));
            return false;
        }

        if (Layout is not (Layout.Sequence or Layout.SequenceFromBehind))
        {
            return true;
        }

        Report(ShapeErrors.WrongLayout(Span, stage, "a feature map, channels first", "a sequence, steps first,", Input));
        return false;
    }

    /// <summary>Whether its input is a sequence of vectors; reports where it is none.</summary>
    /// <param name="stage">The stage, with its article.</param>
    /// <param name="ofVector">What helps where it is a vector.</param>
    /// <param name="each">Of how many numbers its vectors have multiples.</param>
    public bool TakesSequence(string stage, string ofVector, int each = 1)
    {
        each = Input.Rank == 1 && Input[0] % each == 0 ? each : 1;
        const string Sequence = "a sequence [T, n]";
        if (Input.Rank != 2)
        {
            Report(ShapeErrors.WrongRank(Span, stage, Sequence, Input, Input.Rank switch
            {
                1 => $"{ofVector}; `reshape({NumberText.Of(Input[0] / each)}, {NumberText.Of(each)})` makes steps of its elements",
                3 when Input[0] == 1 => $"`reshape({NumberText.Of(Input[1])}, {NumberText.Of(Input[2])})` takes its rows as steps",
                _ => "say which are the steps with `reshape(T, n)`",
            }));
            return false;
        }

        if (Layout != Layout.Map)
        {
            return true;
        }

        Report(ShapeErrors.WrongLayout(Span, stage, "a sequence, steps first", "a feature map, channels first,", Input));
        return false;
    }

    /// <summary>
    /// The last stage of the encoder of the pipeline's source that fits and that no stage of this pipeline has taken; null where there is
    /// none.
    /// </summary>
    public BoundStage? TakeEncoderStage(Func<BoundStage, bool> fits) => _pipeline.TakeEncoderStage(fits);

    /// <summary>Reports a diagnostic.</summary>
    public void Report(Diagnostic diagnostic) => _pipeline.Report(diagnostic);

    /// <summary>The bound stage that carries a label; null after an error has been reported.</summary>
    public BoundStage? FindLabel(string label, TextSpan span) => _pipeline.FindLabel(label, span);

    /// <summary>A variable to read besides the pipeline's own; null after an error has been reported.</summary>
    public BoundReference? FindValue(string name, TextSpan span) => _pipeline.FindValue(name, span);

    /// <summary>Binds the chain in braces on an input.</summary>
    public IReadOnlyList<BoundStage>? BindBody() => _pipeline.BindChain(Syntax.Body!, Input, InputRange);

    /// <summary>Binds the chain in braces several times, one behind the other.</summary>
    public IReadOnlyList<BoundStage>? BindBody(int times) => _pipeline.BindChain(Syntax.Body!, Input, InputRange, times);

    /// <summary>The stages that undo the encoder of the pipeline's source; null after an error has been reported.</summary>
    public IReadOnlyList<BoundStage>? Mirror() => _pipeline.Mirror(this);

    /// <summary>The bound stage of an entry with this stage's arguments, label and activation.</summary>
    public BoundStage Complete(StageEntry entry, Shape output)
    {
        var activation = entry is ActivationEntry ? null : Arguments.Activation("act");
        var range = entry.InferRange(Arguments, InputRange);
        return new BoundStage(entry, Arguments, Input, output, Span)
        {
            Label = Syntax.Label?.Text,
            LayerName = entry.LayerPrefix is { } prefix ? _pipeline.NameLayer(Syntax.Label?.Text, prefix) : null,
            Container = _pipeline.Container,
            Activation = activation,
            Range = activation is null ? range : activation.Entry.RangeOf(range, activation.Parameter),
        };
    }
}
