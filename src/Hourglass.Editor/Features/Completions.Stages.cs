using Hourglass.Compiler.Binding;
using Hourglass.Compiler.Catalogue;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Editor.Features;

/// <content>Stages, arguments, terms and settings.</content>
internal sealed partial class Completions
{
    /// <summary>Stages that take what comes, distributions where one may stand, and blocks.</summary>
    private void Stages()
    {
        var note = Trial?.Stage;
        var isRandom = note is not null && note.Block is null && _cursor.Open.Count == 0 && IsRandom();
        foreach (var fit in _fitting.Of(Trial, note, isRandom, _cancellation))
        {
            var kind = fit.Entry is DistributionEntry or BijectionEntry ? CompletionKind.Distribution
                : fit.Entry is ActivationEntry ? CompletionKind.Activation : CompletionKind.Stage;
            var shape = fit.Shape is { } given && note is not null ? $"{note.Input.InBrackets()} → {given}" : EntryText.KindOf(fit.Entry);
            _list.Add(
                fit.Entry,
                fit.Signature,
                kind,
                $"{EntryText.SignatureOf(fit.Entry)}  {shape}",
                kind == CompletionKind.Distribution ? 3 : kind == CompletionKind.Activation ? 2 : 1);
        }

        foreach (var block in _file.InReach.OfType<BlockDeclaration>())
        {
            var arguments = Samples.Snippet(Signatures.Of(block.Parameters));
            var name = block.Name.Text;
            _list.Add(name, name + arguments, arguments.Length > 0, CompletionKind.Block, "block", block.Doc ?? "", 1);
        }
    }

    /// <summary>Whether the pipeline at the cursor belongs to a <c>~</c>.</summary>
    private bool IsRandom() => Trial!.Model.Statements.OfType<RoleStatement>()
        .SelectMany(statement => statement.Bindings)
        .Any(binding => binding.Random && binding.Pipeline.Stages.Any(stage => stage.Name.Text == Trial.Word));

    /// <summary>What may stand in the parentheses of a call.</summary>
    private void Arguments(OpenBracket call)
    {
        if (call.Word.Length == 0)
        {
            // Parentheses of an objective or of a pipeline's start.
            if (_cursor.Statement == "minimize")
            {
                Terms();
            }
            else
            {
                Starts();
            }

            return;
        }

        if (Signatures.Find(_file, _cursor, call.Word) is not var (signature, _))
        {
            Numbers(2);
            return;
        }

        var active = Signatures.Active(signature, call);
        if (active >= 0)
        {
            Values(signature.Parameters[active]);
        }

        if (call.Name is null && _cursor.Before is "(" or ",")
        {
            foreach (var parameter in signature.Parameters.Where(parameter => parameter.NamedOnly || parameter.Default is not null))
            {
                _list.Add(
                    parameter.Name + ":", $"{parameter.Name}: ", false, CompletionKind.Parameter, EntryText.Of(parameter), "", 4);
            }

            // An activation may stand where optional arguments are passed over.
            if (active >= 0 && signature.Parameters.Skip(active + 1).Any(parameter => parameter.Kind == ParameterKind.Activation)
                && signature.Parameters[active].Optional)
            {
                Entries(Vocabulary.Activations.Values, CompletionKind.Activation, _ => "activation", 3);
            }
        }
    }

    private void Values(Parameter parameter)
    {
        switch (parameter.Kind)
        {
            case ParameterKind.Activation:
                Entries(Vocabulary.Activations.Values, CompletionKind.Activation, _ => "activation", 1);
                break;
            case ParameterKind.Noise:
                Entries(Vocabulary.Noises.Values, CompletionKind.Word, _ => "corruption", 1);
                break;
            case ParameterKind.Word:
                foreach (var word in parameter.Words)
                {
                    _list.Add(word, CompletionKind.Word, parameter.Name, rank: 1);
                }

                break;
            case ParameterKind.Flag:
                _list.Add("true", CompletionKind.Word, parameter.Name, rank: 1);
                _list.Add("false", CompletionKind.Word, parameter.Name, rank: 1);
                break;
            case ParameterKind.Padding:
                _list.Add("same", CompletionKind.Word, parameter.Name, rank: 1);
                break;
            case ParameterKind.Label:
                Labels();
                break;
            case ParameterKind.Value or ParameterKind.Values or ParameterKind.ValueOrWeights:
                Variables(1);
                if (parameter.Kind == ParameterKind.ValueOrWeights)
                {
                    _list.Add("weights", CompletionKind.Word, "the weights of all layers", rank: 2);
                    Labels();
                }

                break;
            default:
                Numbers(1);
                break;
        }
    }

    private void Labels()
    {
        foreach (var name in _file.Names.Places
            .Where(place => place is { IsDeclaration: true, Name.Kind: NameKind.Label })
            .Where(place => place.Name.Owner == ModelAt()?.Input.Model.Name.Text)
            .Select(place => place.Name.Text).Distinct())
        {
            _list.Add(name, CompletionKind.Label, "label", rank: 2);
        }
    }

    private void Terms()
    {
        foreach (var entry in Vocabulary.Terms.Values)
        {
            _list.Add(
                entry, entry.Signature, CompletionKind.Term, $"{EntryText.SignatureOf(entry)}  {entry.Formula}", entry.IsFigure ? 4 : 1);
        }

        Entries(Vocabulary.WeightSchedules.Values, CompletionKind.Word, entry => $"{EntryText.SignatureOf(entry)}  weight", 3);
        Numbers(3);
    }

    private void Settings(string before)
    {
        if (before == ":" || _cursor.Open.Any(bracket => bracket.Sign == '['))
        {
            var list = _cursor.Open.LastOrDefault(bracket => bracket.Sign == '[');
            var setting = SettingBefore(list?.Start ?? _cursor.WordStart);
            foreach (var (word, entry) in SettingWords.Of(setting))
            {
                if (entry is null)
                {
                    _list.Add(word, CompletionKind.Word, setting, rank: 1);
                }
                else
                {
                    _list.Add(entry, entry.Signature, CompletionKind.Word, EntryText.SignatureOf(entry), 1);
                }
            }

            if (setting is "update" or "freeze")
            {
                Labels();
                foreach (var role in Roles)
                {
                    _list.Add(role, CompletionKind.Keyword, "all layers of the role", rank: 2);
                }

            }

            Numbers(3);
        }
        else if (_cursor.MayBegin || before == "{")
        {
            Entries(Vocabulary.Settings.Values, CompletionKind.Setting, entry => entry.Expectation, 1);
        }
    }

    /// <summary>The word before the colon before a place.</summary>
    private string SettingBefore(int offset)
    {
        var text = _file.Document.Text.AsSpan(0, offset).TrimEnd().TrimEnd(':').TrimEnd();
        var start = text.Length;
        while (start > 0 && Documents.ScannedToken.IsWordPart(text[start - 1]))
        {
            start--;
        }

        return text[start..].ToString();
    }
}
