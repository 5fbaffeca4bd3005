using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue;
using Hourglass.Compiler.Ir;
using Hourglass.Compiler.Ir.Primitives;
using Hourglass.Compiler.Lower;
using Hourglass.Compiler.Syntax;
using Hourglass.Compiler.Syntax.Tree;
using Hourglass.Compiler.Tests.Docs;

namespace Hourglass.Compiler.Tests.Emit;

/// <summary>
/// What terms say that they read is what their formulas read: the graph is followed from each term's number back to where the model's own
/// values begin.
/// </summary>
public sealed class TermReadTests
{
    private static readonly string[] Folders = ["tests/Corpus", "examples/zoo", "examples/Comparisons", "tests/Hourglass.Tests/Models"];

    public static TheoryData<string> Files =>
    [
        .. Folders.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(Repository.Root, folder), "*.ae"))
            .Select(Repository.Relative)
            .Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Files))]
    public void Terms_read_what_their_formulas_do(string file)
    {
        var (tree, _) = AeParser.ParseFile(File.ReadAllText(Path.Combine(Repository.Root, file)));
        var models = AeCompiler.Split(tree, new Dictionary<string, SourceFile>()).Models;
        Assert.NotEmpty(models);
        foreach (var binding in models.Select(model => AeCompiler.Bind(model)))
        {
            Assert.False(binding.HasErrors, binding.Model.Name);
            var graph = AeCompiler.Lower(binding);
            var reading = new Reading(graph);
            foreach (var objective in graph.Objectives.Where(objective => objective.Bound is { Layer: null, Method: null }))
            {
                foreach (var (term, value) in objective.Terms.Concat(objective.CriticTerms))
                {
                    var said = Said(binding.Model, term, objective.Bound.CriticTerms.Contains(term)).ToHashSet();
                    var (found, byCritics) = reading.Of(value, said.Contains("weights"));
                    var name = $"{binding.Model.Name} {term.Name}: ";
                    Assert.Equal(name, name + Text(Unsaid(binding.Model, said, found)));
                    Assert.Equal(name, name + Text(Unfound(binding.Model, term, said, [.. found, .. byCritics])));
                }
            }
        }
    }

    private static string Text(IEnumerable<string> words) => string.Join(", ", words.Distinct().Order(StringComparer.Ordinal));

    /// <summary>
    /// What the formula reads besides. Not meant is what weighs draws and classes that are summed out, nor what a critic reads by its own
    /// pipeline, nor what stands behind a stage without a layer: a cross entropy reads the logits before it.
    /// </summary>
    private static IEnumerable<string> Unsaid(BoundModel model, HashSet<string> said, HashSet<string> found)
    {
        var isWeighed = model.LatentClasses is not null || model.Sampling.Score
            || model.Bindings.Any(binding => binding is { Role: Role.Encode, Distribution.Entry.ReparameterisedBy: null });
        var behind = model.Bindings
            .Where(binding => said.Contains(NameOf(model, binding.Name)) && (IsBare(binding) || binding.Role == Role.Critic))
            .SelectMany(binding => binding.Reads)
            .Select(read => NameOf(model, read.Name));
        HashSet<string> meant = [.. said, .. behind];
        HashSet<string> roles = [.. meant.Select(RoleIn)];
        return found.Where(read => read.Contains(' ', StringComparison.Ordinal) ? !meant.Contains(read) : !roles.Contains(read))
            .Where(read => !(isWeighed && (RoleIn(read) == "encode" || read == $"data {model.LatentClasses?.Name}")));
    }

    /// <summary>Of no layers but a code book, which keeps what it is given.</summary>
    private static bool IsBare(BoundBinding binding) =>
        binding.AllStages.All(stage => stage is { LayerName: null } or { Entry.Name: "quantize" });

    /// <summary>
    /// What is said and not read. A prior without a pipeline is numbers; a Jacobian in closed form may read weights alone; the bound of a
    /// mixture reads its posterior alone.
    /// </summary>
    private static IEnumerable<string> Unfound(BoundModel model, BoundTerm term, HashSet<string> said, HashSet<string> found)
    {
        HashSet<string> roles = [.. found.Select(RoleIn)];
        return said.Where(read => !roles.Contains(RoleIn(read)))
            .Where(read => RoleIn(read) != "prior" || model.PriorOf(read["prior ".Length..]) is { Sources.Count: > 0 })
            .Where(read => !model.Bindings.Any(binding => NameOf(model, binding.Name) == read && IsBare(binding)))
            .Where(_ => term.Entry.Name != "contractive" && model.Mixture is null);
    }

    private static string RoleIn(string read) => read.Split(' ')[0];

    private static IEnumerable<string> Said(BoundModel model, BoundTerm term, bool isCritics)
    {
        var reads = isCritics && term.Entry is IPlaysCritic play
            ? play.ReadsOfCritic(model, term).Append(TermRead.Value(term.Critic!))
            : term.Entry.Reads(model, term);
        return reads.Select(read => read.Kind switch
        {
            TermReadKind.Prior => $"prior {read.Name}",
            TermReadKind.Weights => "weights",
            TermReadKind.Value when model.FindData(read.Name) is not null => $"data {read.Name}",
            _ => NameOf(model, read.Name.Split('.')[0]),
        });
    }

    private static string NameOf(BoundModel model, string name) =>
        model.Find(name) is { } binding ? $"{binding.Role.ToString().ToLowerInvariant()} {name}" : $"data {name}";

    /// <summary>Follows a graph back to the values that the model itself computes.</summary>
    private sealed class Reading
    {
        private readonly Dictionary<Value, string> _known = [];

        public Reading(ModelGraph graph)
        {
            var model = graph.Model;
            Know(graph.Inputs.Concat(graph.Prepared), name => $"data {name}");
            Know(graph.Functions.Concat(graph.Samples), name => NameOf(model, name));
            foreach (var (densities, text) in new[]
            {
                (graph.Distributions, (Func<string, string>)(name => NameOf(model, name))),
                (graph.Priors, name => $"prior {name}"),
            })
            {
                Know(
                    densities.SelectMany(pair => pair.Value.Parameters
                        .Where(parameter => parameter.Value.Op is not FillOp)
                        .Select(parameter => new KeyValuePair<string, Value>(pair.Key, parameter.Value))),
                    text);
            }

            if (graph.Latent is { } latent)
            {
                _known[latent] = $"data {model.LatentClasses!.Name}";
            }
        }

        public (HashSet<string> Found, HashSet<string> ByCritics) Of(Value term, bool isPenalty)
        {
            var (found, byCritics) = (new HashSet<string>(), new HashSet<string>());
            var (seen, open) = (new HashSet<Value>(), new Stack<Value>([term]));
            while (open.Count > 0)
            {
                var value = open.Pop();
                if (!seen.Add(value))
                {
                    continue;
                }

                if (_known.TryGetValue(value, out var name))
                {
                    found.Add(name);
                }
                else if (value.Op is WeightOp weight)
                {
                    // A term's own are its own; those of a layer are read where nothing computes with it.
                    if (isPenalty && !weight.Key.StartsWith(ModelScope.OfObjective, StringComparison.Ordinal))
                    {
                        found.Add("weights");
                    }
                }
                else if (RoleOf(value.Region) is { } role && role != "critic")
                {
                    found.Add(role);
                }
                else
                {
                    if (RoleOf(value.Region) is { } critic)
                    {
                        found.Add(critic);
                    }

                    // What a critic reads by its own pipeline is the critic's: it may be the term's as well.
                    var isCritics = RoleOf(value.Region) is not null;
                    foreach (var input in value.Inputs)
                    {
                        if (isCritics && IsData(input))
                        {
                            byCritics.Add(_known[input]);
                        }
                        else
                        {
                            open.Push(input);
                        }
                    }
                }
            }

            return (found, byCritics);
        }

        private bool IsData(Value value) => _known.TryGetValue(value, out var name) && RoleIn(name) == "data";

        private void Know(IEnumerable<KeyValuePair<string, Value>> values, Func<string, string> text)
        {
            foreach (var (name, value) in values)
            {
                _known.TryAdd(value, text(name));
            }
        }

        private static string? RoleOf(Region region) => region switch
        {
            Region.Encode => "encode",
            Region.Decode => "decode",
            Region.Predict => "predict",
            Region.Prior => "prior",
            Region.Objective => null,
            _ => "critic",
        };
    }
}
