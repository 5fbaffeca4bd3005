using Hourglass.Compiler.Catalogue;
using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Syntax;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Binding;

/// <summary>What is known of a model while it is bound.</summary>
internal sealed class ModelScope(
    ConstantScope constants,
    IReadOnlyDictionary<string, BlockDeclaration> blocks,
    DiagnosticBag diagnostics,
    CancellationToken cancellation)
{
    /// <summary>Where parameters stand that belong to a term of the objective.</summary>
    public const string OfObjective = "objective";

    /// <summary>Behind the name of a tied layer, for its bias.</summary>
    public const string BiasSuffix = "_bias";

    private const string TiedPrefix = "transpose";
    private static readonly Role[] AllRoles = [Role.Encode, Role.Decode, Role.Predict, Role.Prior, Role.Critic];
    private readonly Dictionary<(string Container, string Prefix), int> _counters = [];
    private readonly HashSet<(string Container, string Name)> _layerNames = [];
    private readonly HashSet<string> _said = new(StringComparer.Ordinal);
    private readonly HashSet<(string Block, string Id, TextSpan Span, string Message)> _inBlocks = [];

    public ConstantScope Constants { get; } = constants;

    public IReadOnlyDictionary<string, BlockDeclaration> Blocks { get; } = blocks;

    /// <summary>Takes what is found out on the way; null where nobody asks.</summary>
    public BindingNotes? Notes { get; init; }

    /// <summary>Stages and terms that the hand-written part of the class implements.</summary>
    public ExternScope Externs { get; } = new();

    public List<BoundData> Data { get; } = [];

    public List<BoundBinding> Bindings { get; } = [];

    public Dictionary<string, BoundStage> Labels { get; } = new(StringComparer.Ordinal);

    public HashSet<string> BrokenLabels { get; } = new(StringComparer.Ordinal);

    /// <summary>Variables that could not be bound; whatever reads them is left out without another word.</summary>
    public HashSet<string> Broken { get; } = new(StringComparer.Ordinal);

    /// <summary>Variables that are maps because a <c>dense</c> was given one.</summary>
    public Dictionary<string, ForgottenFlatten> ForgottenFlattens { get; } = new(StringComparer.Ordinal);

    /// <summary>What the first size of each variable counts, where stages have said so.</summary>
    public Dictionary<string, Layout> Layouts { get; } = new(StringComparer.Ordinal);

    /// <summary>How many heads distributions have so far.</summary>
    public int HeadCount { get; set; }

    /// <summary>Stops the work where it is no longer wanted; whatever is bound one by one asks.</summary>
    public CancellationToken Cancellation => cancellation;

    /// <summary>How many stages have been bound.</summary>
    public int StageCount { get; set; }

    /// <summary>Whether a critic is declared, which then has steps of its own.</summary>
    public bool HasCritic { get; set; }

    /// <summary>Where every binding's name is written, those still to be bound included.</summary>
    public Dictionary<string, (Role Role, TextSpan Span)> Declared { get; } = new(StringComparer.Ordinal);

    public static string ContainerOf(Role role) => role switch
    {
        Role.Encode => "encoder",
        Role.Decode => "decoder",
        Role.Predict => "predictor",
        Role.Prior => "prior",
        _ => "critic",
    };

    /// <summary>The role whose modules a word of the language means; null where it means none.</summary>
    public static string? ContainerOf(string word) =>
        AllRoles.Where(role => AeKeywords.Of(role) == word).Select(ContainerOf).FirstOrDefault();

    /// <summary>The words of the roles.</summary>
    public static IEnumerable<string> RoleWords => AllRoles.Select(AeKeywords.Of);

    public void Report(Diagnostic diagnostic) => diagnostics.Add(diagnostic);

    /// <summary>Reports what is wrong with a variable at its first reader.</summary>
    private void ReportOnce(Action<Diagnostic> report, Diagnostic diagnostic)
    {
        if (_said.Add(diagnostic.Message))
        {
            report(diagnostic);
        }
    }

    /// <summary>
    /// Whether an unknown stage deserves an error: it has had none, and is not to be looked for in an import that is missing.
    /// </summary>
    public bool IsNewStage(string name)
    {
        if (Constants.IsOpen && DidYouMean.Closest(name, Vocabulary.Stages.Keys) is null)
        {
            Constants.ReadBroken();
            return false;
        }

        return _said.Add(name);
    }

    /// <summary>Whether this has not been said of a block before.</summary>
    public bool IsNewInBlock(string block, Diagnostic diagnostic) =>
        _inBlocks.Add((block, diagnostic.Id, diagnostic.Span, diagnostic.Message));

    /// <summary>Takes a layer's name that is not the model's to choose; false where a label has it already.</summary>
    public bool ReserveLayer(string container, string name) => _layerNames.Add((container, name));

    public string NameLayer(string container, string? label, string prefix)
    {
        string name;
        if (label is not null)
        {
            name = label;
            for (var i = 2; !IsFree(container, name, prefix); i++)
            {
                name = label + NumberText.Of(i);
            }
        }
        else
        {
            do
            {
                _counters.TryGetValue((container, prefix), out var count);
                _counters[(container, prefix)] = count + 1;
                name = prefix + NumberText.Of(count + 1);
            }
            while (!IsFree(container, name, prefix));
        }

        _layerNames.Add((container, name));
        if (prefix == TiedPrefix)
        {
            _layerNames.Add((container, name + BiasSuffix));
        }

        return name;
    }

    /// <summary>A tied layer's bias is a layer of its own, so its name must be free too.</summary>
    private bool IsFree(string container, string name, string prefix) =>
        !_layerNames.Contains((container, name)) && (prefix != TiedPrefix || !_layerNames.Contains((container, name + BiasSuffix)));

    /// <summary>A variable that a pipeline reads; null after an error has been reported, or where the variable is broken.</summary>
    public BoundReference? FindValue(Role role, string target, string name, TextSpan span, Action<Diagnostic> report)
    {
        if (Presence.DataOf(name) is { } data)
        {
            return FindPresence(role, target, data, span, report);
        }

        var first = Variables.BaseOf(name);
        if (Broken.Contains(first) || Broken.Contains(name))
        {
            return null;
        }

        var isData = Data.Any(data => data.Name == first);
        if (isData && Declared.TryGetValue(first, out var latent) && latent.Role == Role.Encode && target != first
            && Bindings.All(binding => binding.Name != first || binding.Role != Role.Encode))
        {
            ReportOnce(report, NameErrors.UsedBeforeBound(first, span, latent.Span));
            return null;
        }

        var writer = Bindings.FirstOrDefault(binding => binding.Name == first && binding.Role != Role.Prior && !isData);
        if (!isData && writer is null && Declared.TryGetValue(first, out var later) && later.Role != Role.Prior)
        {
            ReportOnce(report, role == later.Role || (role, later.Role) is (Role.Encode, Role.Encode)
                ? NameErrors.UsedBeforeBound(first, span, later.Span)
                : WrongReader(role, first, Kind(later.Role), span));
            return null;
        }

        if (Variables.Find(Data, Bindings, name, span) is not { } reference)
        {
            report(NameErrors.UnknownVariable(
                name,
                span,
                Data.Select(data => data.Name).Concat(Declared.Keys).Concat(Variables.ParametersOf(Bindings, first))));
            Broken.Add(name);
            return null;
        }

        var allowed = role switch
        {
            Role.Encode => (isData && first != target) || writer?.Role == Role.Encode,
            Role.Decode => isData ? first != target : writer!.Role is Role.Encode or Role.Decode,
            Role.Predict => isData ? first != target : writer!.Role == Role.Encode,
            Role.Critic => isData || writer!.Role == Role.Encode,
            _ => !isData && writer!.Role == Role.Encode && first != target,
        };
        if (allowed)
        {
            return reference;
        }

        ReportOnce(report, WrongReader(role, first, first == target ? "what it describes" : isData ? "data" : Kind(writer!.Role), span));
        return null;
    }

    private BoundReference? FindPresence(Role role, string target, string name, TextSpan span, Action<Diagnostic> report)
    {
        if (FindValue(role, target, name, span, report) is not { } reference)
        {
            return null;
        }

        if (Data.FirstOrDefault(data => data.Name == name) is { HasGaps: true })
        {
            return reference with { Range = ValueRange.Unit, IsPresence = true };
        }

        report(Data.FirstOrDefault(data => data.Name == name) is { } whole
            ? DomainErrors.NothingMisses(span, whole)
            : NameErrors.UnknownVariable(name, span, Data.Where(data => data.HasGaps).Select(data => data.Name)));
        return null;
    }

    public static Diagnostic WrongReader(Role role, string name, string kind, TextSpan span) => NameErrors.WrongReader(
        AeKeywords.Of(role),
        name,
        kind,
        span,
        role switch
        {
            Role.Encode => "data and what `encode` binds",
            Role.Decode => "codes, what `encode` binds, and other data as conditions",
            Role.Predict => "codes and other data as conditions",
            Role.Critic => "codes, or data of the shape of a reconstruction, and other data as conditions",
            _ => "other codes",
        });

    private static string Kind(Role role) => role switch
    {
        Role.Encode => "a code",
        Role.Decode => "a reconstruction",
        Role.Predict => "a prediction",
        _ => "a score",
    };
}
