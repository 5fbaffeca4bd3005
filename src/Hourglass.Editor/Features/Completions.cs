using Hourglass.Compiler.Catalogue;
using Hourglass.Compiler.Syntax;
using Hourglass.Compiler.Syntax.Tree;
using Hourglass.Editor.Analysis;
using Hourglass.Editor.Documents;

namespace Hourglass.Editor.Features;

/// <summary>What may stand where the cursor is.</summary>
internal sealed partial class Completions
{
    private static readonly string[] Roles = [.. AeKeywords.Roles];
    private readonly FileAnalysis _file;
    private readonly Cursor _cursor;
    private readonly CompletionList _list;
    private readonly Fitting _fitting;
    private readonly CancellationToken _cancellation;
    private Trial? _trial;
    private bool _isTried;

    private Completions(FileAnalysis file, Cursor cursor, Fitting fitting, CancellationToken cancellation)
    {
        (_file, _cursor, _fitting, _cancellation) = (file, cursor, fitting, cancellation);
        _list = new CompletionList(file.Document.SpanOf(cursor.WordStart, cursor.WordEnd));
    }

    private Trial? Trial
    {
        get
        {
            if (!_isTried)
            {
                (_trial, _isTried) = (Trial.Make(_file, _cursor, _cancellation), true);
            }

            return _trial;
        }
    }

    /// <summary>The words that fit at a place.</summary>
    /// <param name="file">The file.</param>
    /// <param name="at">The place.</param>
    /// <param name="fitting">What is known of places like it.</param>
    /// <param name="project">The paths of the project's files.</param>
    /// <param name="cancellation">Stops the work where it is no longer wanted.</param>
    public static IReadOnlyList<Completion> Of(
        FileAnalysis file, LinePosition at, Fitting fitting, Func<IEnumerable<string>> project, CancellationToken cancellation)
    {
        var offset = file.Document.OffsetOf(at);
        if (Comments.KindAround(file.Document, offset) is not null)
        {
            return ImportPaths.At(file, offset, project);
        }

        var completions = new Completions(file, Cursor.At(file.Document, offset), fitting, cancellation);
        completions.Collect();
        return completions._list.Items;
    }

    private void Collect()
    {
        var before = _cursor.Before;
        var call = _cursor.Open.LastOrDefault(bracket => bracket.Sign != '{');
        if (call is { Sign: '(' } && _cursor.Open[^1] == call && _cursor.Statement != "const")
        {
            Arguments(call);
            return;
        }

        if (call is { Sign: '[' } && _cursor.Statement != "train")
        {
            Numbers(2);
            return;
        }

        if (Roles.Contains(_cursor.Statement) || _cursor.Statement == "block")
        {
            if (before == "->" || (before == "{" && _cursor.Open.Count > 0 && !Roles.Contains(_cursor.Open[^1].Word)))
            {
                Stages();
            }
            else if (before is "=" or "~" or "(")
            {
                Starts();
            }
        }
        else
        {
            OfStatement(before);
        }

        if (_cursor.MayBegin && StartsLine())
        {
            Keywords();
        }
    }

    private void OfStatement(string before)
    {
        switch (_cursor.Statement)
        {
            case "data" when before == ":":
                Entries(Vocabulary.Domains.Values, CompletionKind.Domain, entry => entry.Values);
                break;
            case "data" when before == "->":
                Entries(Vocabulary.Preparations.Values, CompletionKind.Word, entry => entry.Takes);
                break;
            case "minimize" when before is "minimize" or "+" or "-" or "*" or ":" or "(":
                Terms();
                break;
            case "train":
                Settings(before);
                break;
            case "const" when before is "=" or "+" or "-" or "*" or "/" or "(":
                Numbers(2);
                break;
            case "model" when before == "=":
                foreach (var model in _file.Tree.Declarations.OfType<ModelDeclaration>())
                {
                    _list.Add(model.Name.Text, CompletionKind.Model, "model", model.Doc ?? "");
                }

                break;
        }
    }

    /// <summary>Whether only blanks stand before the word on its line.</summary>
    private bool StartsLine()
    {
        var text = _file.Document.Text;
        var at = _cursor.WordStart;
        while (at > 0 && text[at - 1] is ' ' or '\t')
        {
            at--;
        }

        return at == 0 || text[at - 1] is '\n' or '\r' or '{' or ';';
    }

    private void Keywords()
    {
        if (_cursor.Open.Count > 0)
        {
            return;
        }

        foreach (var word in _cursor.IsInModel ? AeKeywords.Statements : AeKeywords.Declarations)
        {
            _list.Add(word, CompletionKind.Keyword, AeKeywords.Example(word), rank: 3);
        }
    }

    /// <summary>Variables at a pipeline's start.</summary>
    private void Starts()
    {
        Variables(1);
        if (_cursor.Statement == "prior")
        {
            Entries(Vocabulary.Priors.Values, CompletionKind.Distribution, _ => "prior");
            foreach (var entry in Vocabulary.Distributions.Values.Where(entry => entry.PriorSignature.Parameters.Count > 0))
            {
                _list.Add(entry, Signature.None, CompletionKind.Distribution, $"{entry.Name}{entry.PriorSignature}", 2);
            }
        }
        else
        {
            _list.Add(
                Vocabulary.Stages["concat"], Vocabulary.Stages["concat"].Signature, CompletionKind.Stage, "several variables as one", 4);
        }
    }

    /// <summary>Data and what bindings bind, as far as the role may read them.</summary>
    private void Variables(int rank)
    {
        var bound = (Trial?.Binding ?? ModelAt()?.Unit.Binding)?.Model;
        if (bound is null)
        {
            return;
        }

        foreach (var data in bound.Data.Where(_ => _cursor.Statement != "prior"))
        {
            _list.Add(
                data.Name, CompletionKind.Variable, $"data: {data.Domain.Name} {data.InputShape.InBrackets()}", data.Doc ?? "",
                _cursor.Statement is "decode" or "predict" ? rank + 1 : rank);
        }

        foreach (var binding in bound.Bindings.Where(binding => MayRead(binding.Role)))
        {
            _list.Add(
                binding.Name,
                CompletionKind.Variable,
                $"{AeKeywords.Of(binding.Role)}: {(binding.Distribution is { } of ? of.Entry.Name + " " : "")}{binding.Shape.InBrackets()}",
                binding.Doc ?? "",
                rank);
            foreach (var head in binding.Distribution?.Heads ?? [])
            {
                _list.Add($"{binding.Name}.{head.Parameter}", CompletionKind.Variable, $"of `{binding.Name}`", rank: rank + 3);
            }
        }
    }

    private bool MayRead(Role role) => _cursor.Statement switch
    {
        "encode" or "critic" or "prior" or "predict" => role == Role.Encode,
        "decode" => role is Role.Encode or Role.Decode,
        _ => role != Role.Prior,
    };

    private ModelAnalysis? ModelAt() =>
        _file.DeclarationAt(_file.Document.PositionOf(_cursor.Offset)) is ModelDeclaration model ? _file.Of(model) : null;

    private void Entries<T>(IEnumerable<T> entries, CompletionKind kind, Func<T, string> detail, int rank = 2)
        where T : CatalogueEntry
    {
        foreach (var entry in entries)
        {
            _list.Add(entry, entry.Signature, kind, detail(entry), rank);
        }
    }

    /// <summary>Constants in reach, and the parameters of the model or block.</summary>
    private void Numbers(int rank)
    {
        var at = _file.DeclarationAt(_file.Document.PositionOf(_cursor.WordStart));
        var parameters = at switch
        {
            ModelDeclaration model => model.Parameters,
            BlockDeclaration block => block.Parameters,
            _ => EquatableArray<ParameterSyntax>.Empty,
        };
        foreach (var parameter in parameters)
        {
            _list.Add(parameter.Name.Text, CompletionKind.Constant, "parameter", rank: rank);
        }

        foreach (var constant in _file.InReach.OfType<ConstDeclaration>().Where(constant => constant != at))
        {
            _list.Add(constant.Name.Text, CompletionKind.Constant, "const", constant.Doc ?? "", rank);
        }
    }
}
