using Hourglass.Compiler.Catalogue;
using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Syntax.Tree;
using Hourglass.Compiler.Syntax;

namespace Hourglass.Compiler.Binding;

/// <summary>Binds one binding: its start, its stages, its distribution, and whether what comes out fits.</summary>
internal sealed class RoleBinder
{
    private readonly ModelScope _model;
    private readonly Role _role;
    private readonly BindingSyntax _syntax;
    private readonly BoundData? _data;
    private readonly PipelineBinder _pipeline;

    private RoleBinder(ModelScope model, Role role, BindingSyntax syntax)
    {
        _model = model;
        _role = role;
        _syntax = syntax;
        _data = model.Data.FirstOrDefault(data => data.Name == syntax.Name.Text);
        var target = _data ?? (role == Role.Decode ? model.Data.FirstOrDefault(data => data.Classes == 0) : null);
        _pipeline = new PipelineBinder(model, role, syntax, role == Role.Encode ? null : target?.InputShape);
    }

    private string Name => _syntax.Name.Text;

    public static void Bind(ModelScope model, Role role, BindingSyntax syntax)
    {
        model.Cancellation.ThrowIfCancellationRequested();
        var binder = new RoleBinder(model, role, syntax);
        if (!model.Broken.Contains(syntax.Name.Text) && binder.MayWrite() && binder.Complete() is { } bound)
        {
            model.Bindings.Add(bound);
            model.Layouts[bound.Name] = binder._pipeline.Layout;
            if (binder._pipeline.ForgottenFlatten is { } begun)
            {
                model.ForgottenFlattens[bound.Name] = begun;
            }
        }
        else
        {
            model.Broken.Add(syntax.Name.Text);
        }
    }

    private bool MayWrite()
    {
        var help = (_role, _syntax.Random, _data is not null) switch
        {
            (Role.Encode, true, true) when _data!.MayBeLatent => null,
            (Role.Encode, true, true) when _data is { Classes: > 0, Shape.Rank: 0 } =>
                $"it is a code where it is missing: declare `data {Name}?`, or bind a code under another name",
            (Role.Encode, _, true) => "data are given; bind a code under another name",
            (Role.Decode, true, false) => $"it is the likelihood of data, {Names()}; bind a value with `=`",
            (Role.Decode, false, true) => $"write `{Name} ~` for its likelihood, or bind the reconstruction under another name",
            (Role.Predict, true, false) or (Role.Predict, false, _) =>
                $"`predict` is the likelihood of data: write `predict y ~ …` with one of {Names()}",
            (Role.Critic, true, _) => "a critic gives a number: write `critic c = … -> dense(1)`",
            (Role.Critic, _, true) => "data are given; bind the critic under another name",
            (Role.Prior, false, _) => "a prior is a distribution: write `prior z ~ …`",
            _ => null,
        };
        if (help is null)
        {
            return _role != Role.Encode || _data is null || IsFirstLatent();
        }

        var reason = (_role, _syntax.Random) switch
        {
            (Role.Predict or Role.Prior, false) => "which must be a distribution",
            (Role.Critic, true) => "which is no distribution",
            _ => _data is null ? "which is not data" : "which is data",
        };
        _model.Report(
            NameErrors.WrongWriter($"{AeKeywords.Of(_role)} {(_syntax.Random ? '~' : '=')}", Name, reason, _syntax.Name.Span, help));
        return false;
    }

    /// <summary>Whether no other classes are summed out so far; reports where some are.</summary>
    private bool IsFirstLatent()
    {
        if (_model.Bindings.FirstOrDefault(
            binding => binding.Role == Role.Encode && _model.Data.Any(data => data.Name == binding.Name)) is not { } other)
        {
            return true;
        }

        _model.Report(NameErrors.WrongWriter(
            "encode ~",
            Name,
            $"as `{other.Name}` is summed out already",
            _syntax.Name.Span,
            $"predict one of the two: `predict {Name} ~ … -> categorical`"));
        return false;
    }

    private string Names() => string.Join(", ", _model.Data.Select(data => $"`{data.Name}`"));

    private BoundBinding? Complete()
    {
        if (_role == Role.Prior)
        {
            return new PriorBinder(_model, _syntax, _pipeline).Bind();
        }

        if (BindStart() is not var (shape, range))
        {
            return null;
        }

        return _syntax.Random ? Random(shape, range) : Function(shape, range);
    }

    private (Shape Shape, ValueRange Range)? BindStart()
    {
        if (_pipeline.BindStart(_syntax.Pipeline.Start) is not { } sources)
        {
            return null;
        }

        // What is decoded must come from the encoder at some point; a condition alone says nothing of the example.
        if (_role is Role.Decode or Role.Predict && sources.References.All(source => _model.Data.Any(data => data.Name == source.Name)))
        {
            _model.Report(NameErrors.ReadsNoCode(
                AeKeywords.Of(_role),
                sources.References[0].Name,
                sources.References[0].Span,
                _model.Bindings.Where(b => b.Role == Role.Encode).Select(b => b.Name)));
            return null;
        }

        return (sources.Shape, sources.Range);
    }

    private BoundBinding? Function(Shape shape, ValueRange range)
    {
        if (_pipeline.BindStages(_pipeline.AllStages(_syntax.Pipeline), shape, range) is not { } stages)
        {
            return null;
        }

        if (stages.Count > 0)
        {
            (shape, range) = (stages[stages.Count - 1].Output, stages[stages.Count - 1].Range);
        }

        return new BoundBinding(_role, Name, _syntax.Doc, _pipeline.Sources, stages, null, shape, range, _syntax.Name.Span)
        {
            End = _syntax.Pipeline.Span.End,
        };
    }

    private BoundBinding? Random(Shape shape, ValueRange range)
    {
        var (before, last, bijections) = BijectionBinder.Split(_model, _pipeline.AllStages(_syntax.Pipeline));
        if (_pipeline.BindStages(before, shape, range) is not { } stages)
        {
            return null;
        }

        if (last is null || (!Vocabulary.Distributions.ContainsKey(last.Name.Text) && IsKnownStage(last)))
        {
            if (bijections.Count > 0)
            {
                _model.Report(DomainErrors.BijectionOfNothing(bijections[0].Name.Span, bijections[0].Name.Text));
                return null;
            }

            var span = last?.Span ?? _syntax.Pipeline.Span;
            _model.Report(
                DomainErrors.NotADistribution(span, Name, $"add one, for example `-> {Example()}`, or write `{Name} =` for a value")
                    .PutIn(_syntax.Pipeline.Span.End, $" -> {Example()}"));
            return null;
        }

        if (!Vocabulary.Distributions.TryGetValue(last.Name.Text, out _))
        {
            _pipeline.BindStage(last, shape, range);
            return null;
        }

        var bound = new DistributionBinder(_model, _pipeline, _role, _syntax, _data).Bind(
            last,
            stages,
            stages.Count > 0 ? stages[stages.Count - 1].Output : shape);
        return new BijectionBinder(_model, _pipeline).Bind(bound, bijections);
    }

    private bool IsKnownStage(StageSyntax stage) =>
        Vocabulary.Stages.ContainsKey(stage.Name.Text)
        || _model.Blocks.ContainsKey(stage.Name.Text)
        || _model.Externs.FindStage(stage.Name.Text) is not null;

    private string Example() => _data switch
    {
        null => "normal(20)",
        { Classes: > 0 } => "categorical",
        { Domain.Name: "real" } => "normal",
        _ => "bernoulli",
    };
}
