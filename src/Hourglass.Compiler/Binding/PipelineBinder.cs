using Hourglass.Compiler.Catalogue;
using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Binding;

/// <summary>Binds the stages of one pipeline.</summary>
internal sealed partial class PipelineBinder
{
    private readonly ModelScope _model;
    private readonly BindingSyntax _binding;
    private readonly Stack<(string Name, TextSpan Span)> _blocks = new();
    private readonly StageLabels _labels;
    private ConstantScope _constants;
    private int _depth;
    private int _repeats;
    private bool _hasBegun;

    public PipelineBinder(ModelScope model, Role role, BindingSyntax binding, Shape? target)
    {
        _model = model;
        _binding = binding;
        _constants = model.Constants;
        _labels = new StageLabels(model, Report);
        Role = role;
        Container = ModelScope.ContainerOf(role);
        Target = target;
    }

    public Role Role { get; }

    public Shape? Target { get; }

    public string Container { get; init; }

    /// <summary>The variables that the pipeline starts at.</summary>
    public IReadOnlyList<BoundReference> Sources
    {
        get;
        set
        {
            field = value;
            ForgottenFlatten = value.Select(source => _model.ForgottenFlattens.TryGetValue(source.Name, out var begun) ? begun : null)
                .FirstOrDefault(begun => begun is not null);
            Layout = value.Select(source => _model.Layouts.TryGetValue(source.Name, out var layout) ? layout : Layout.Open)
                .FirstOrDefault(layout => layout != Layout.Open);
        }
    } = [];

    /// <summary>Whether what comes next reads the pipeline's start, and that is data of classes.</summary>
    public bool IsAtClasses =>
        !_hasBegun && Sources.Count == 1 && _model.Data.Any(data => data.Name == Sources[0].Name && data.Classes > 0);

    /// <summary>What the first size of a value counts here.</summary>
    public Layout Layout { get; private set; }

    /// <summary>The <c>dense</c> on a feature map whose result is still a map here; null where there is none.</summary>
    public ForgottenFlatten? ForgottenFlatten { get; private set; }

    /// <summary>What is wrong inside a block is reported where the block is used: that place is certainly in this file.</summary>
    public void Report(Diagnostic diagnostic)
    {
        diagnostic = ForgottenFlatten?.Explain(diagnostic) ?? diagnostic;
        if (_blocks.Count == 0)
        {
            _model.Report(diagnostic);
            return;
        }

        // What is wrong with a block itself is said at its first use only.
        var (name, span) = _blocks.Last();
        if (!_model.IsNewInBlock(name, diagnostic))
        {
            return;
        }

        _model.Report(diagnostic.Elsewhere(span) with { Message = $"in block `{name}`: {diagnostic.Message}" });
    }

    public TextSpan Place(TextSpan span) => _blocks.Count == 0 ? span : _blocks.Last().Span;

    public string NameLayer(string? label, string prefix) => _model.NameLayer(Container, label, prefix);

    public BoundReference? FindValue(string name, TextSpan span) => _model.FindValue(Role, _binding.Name.Text, name, span, Report);

    public BoundStage? FindLabel(string label, TextSpan span) => _labels.Find(label, span);

    /// <summary>The arguments of a word, with the constants in reach here.</summary>
    public BoundArguments? BindArguments(string name, Signature signature, EquatableArray<Argument> arguments, TextSpan span) =>
        new ArgumentBinder(_constants, Report).Bind(name, signature, arguments, span);

    public IReadOnlyList<BoundStage>? BindChain(StageChain chain, Shape input, ValueRange range, int times = 1)
    {
        if (chain.Stages.Count == 0)
        {
            return [];
        }

        _repeats++;
        var stages = BindStages(Enumerable.Repeat(chain.Stages, times).SelectMany(again => again), input, range);
        _repeats--;
        return stages;
    }

    /// <summary>Binds stages one behind the other; null after an error has been reported.</summary>
    public IReadOnlyList<BoundStage>? BindStages(IEnumerable<StageSyntax> syntaxes, Shape input, ValueRange range)
    {
        var stages = new List<BoundStage>();
        foreach (var syntax in syntaxes)
        {
            if (BindStage(syntax, input, range) is not { } bound)
            {
                return null;
            }

            stages.AddRange(bound);
            foreach (var stage in bound)
            {
                Layout = stage.Entry.LayoutBehind(Layout, stage.Arguments);
                ForgottenFlatten = Binding.ForgottenFlatten.Behind(ForgottenFlatten, stage, Layout, Place(syntax.Span));
            }

            if (bound.Count > 0)
            {
                _hasBegun = true;
                (input, range) = (bound[bound.Count - 1].Output, bound[bound.Count - 1].Range);
            }
        }

        return stages;
    }

    /// <summary>A stage, or the stages that it stands for; null after an error has been reported.</summary>
    public IReadOnlyList<BoundStage>? BindStage(StageSyntax syntax, Shape input, ValueRange range)
    {
        IReadOnlyList<BoundStage>? bound = null;
        var layout = Layout;
        if (Count(syntax.Name.Span))
        {
            _depth++;
            bound = Bind(syntax, input, range);
            _depth--;
        }

        _model.Notes?.Add(new StageNote(syntax, input, range, layout, bound, _blocks.Count == 0 ? null : _blocks.Peek().Name));
        _labels.Settle(syntax, bound, isShared: _blocks.Count > 0 || _repeats > 0);
        return bound;
    }

    /// <summary>Whether there is room for one more stage; reports once where there is not.</summary>
    private bool Count(TextSpan span)
    {
        _model.Cancellation.ThrowIfCancellationRequested();
        if (_depth >= Limits.Depth)
        {
            Report(ShapeErrors.TooDeep(span));
            return false;
        }

        if (++_model.StageCount <= Limits.Stages)
        {
            return true;
        }

        if (_model.StageCount == Limits.Stages + 1)
        {
            Report(ShapeErrors.TooManyStages(span));
        }

        return false;
    }

    private IReadOnlyList<BoundStage>? Bind(StageSyntax syntax, Shape input, ValueRange range)
    {
        if (_model.Blocks.TryGetValue(syntax.Name.Text, out var block))
        {
            return BindBlock(syntax, block, input, range);
        }

        if (FindEntry(syntax) is not { } entry)
        {
            return null;
        }

        if (entry.TakesBody != syntax.Body is not null)
        {
            Report(NameErrors.UnexpectedBody(syntax.Name.Text, entry.TakesBody, syntax.Name.Span));
            return null;
        }

        return BindArguments(entry.Name, entry.Signature, syntax.Arguments, syntax.Name.Span) is { } arguments
            ? CheckedBind(entry, new StageBinding(this, syntax, Place(syntax.Span), arguments, input, range))
            : null;
    }

    /// <summary>A stage of the language, or one that the model declares; null where there is none, which has been reported.</summary>
    private StageEntry? FindEntry(StageSyntax syntax)
    {
        var name = syntax.Name.Text;
        if (Vocabulary.Stages.TryGetValue(name, out var word))
        {
            return word;
        }

        if (_model.Externs.FindStage(name) is { } declared)
        {
            return declared;
        }

        if (_model.Externs.Broken.Contains(name))
        {
            _model.Constants.ReadBroken();
            return null;
        }

        UnknownStage.Report(_model, _binding, syntax, Report);
        return null;
    }

    public IReadOnlyList<BoundStage>? Mirror(StageBinding at)
    {
        if (Sources.Count != 1 || Sources[0].Shape != at.Input)
        {
            Report(ShapeErrors.NothingToMirror(
                at.Span,
                Sources.Count != 1 ? "the pipeline starts at several variables" : "other stages stand before it"));
            return null;
        }

        return new MirrorBinder(_model, this, at).Bind(Sources[0].Name);
    }

    /// <summary>Binds a stage that another one has derived.</summary>
    public BoundStage? BindDerived(
        StageEntry entry,
        BoundArguments arguments,
        TextSpan span,
        Shape input,
        ValueRange range,
        BoundStage? undone = null)
    {
        if (!Count(span))
        {
            return null;
        }

        var syntax = new StageSyntax(null, new Identifier(entry.Name, span), EquatableArray<Argument>.Empty, false, null, span);
        var binding = new StageBinding(this, syntax, span, arguments, input, range) { Undone = undone };
        if (CheckedBind(entry, binding) is not [var bound])
        {
            return null;
        }

        Layout = entry.LayoutBehind(Layout, bound.Arguments);
        return bound;
    }

    /// <summary>Guards against sizes that no machine can address.</summary>
    private IReadOnlyList<BoundStage>? CheckedBind(StageEntry entry, StageBinding binding)
    {
        try
        {
            var bound = entry.Bind(binding);
            if (bound is null || bound.All(IsAddressable))
            {
                return bound;
            }
        }
        catch (OverflowException)
        {
            // The same as a size above the limit.
        }

        Report(ShapeErrors.TooLarge(binding.Span));
        return null;
    }

    /// <summary>Whether a machine could hold what a stage gives and owns.</summary>
    public static bool IsAddressable(BoundStage stage) =>
        stage.Output.Count is > 0 and <= int.MaxValue && stage.ParameterCount is >= 0 and <= int.MaxValue;
}
