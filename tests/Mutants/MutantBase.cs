using System.Text.RegularExpressions;
using Hourglass.Compiler;
using Hourglass.Compiler.Syntax;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Mutants;

/// <summary>A text without a mistake, cut into tokens and what stands between them.</summary>
/// <param name="Name">Where it comes from.</param>
/// <param name="Pieces">Its tokens, comments and white space; joined they are the text.</param>
internal sealed partial record MutantBase(string Name, IReadOnlyList<string> Pieces)
{
    /// <summary>The places of tokens.</summary>
    public IReadOnlyList<int> Tokens { get; } =
        Places(Pieces, piece => !string.IsNullOrWhiteSpace(piece) && !piece.StartsWith("//", StringComparison.Ordinal));

    /// <summary>The places of names and keywords.</summary>
    public IReadOnlyList<int> Words { get; } = Places(Pieces, piece => char.IsLetter(piece[0]) || piece[0] == '_');

    /// <summary>The places of numbers.</summary>
    public IReadOnlyList<int> Numbers { get; } = Places(Pieces, piece => char.IsAsciiDigit(piece[0]));

    /// <summary>The places of line ends.</summary>
    public IReadOnlyList<int> Ends { get; } = Places(Pieces, piece => piece == "\n");

    /// <summary>
    /// Every file of some folders that has no error, and each model of a file with several as a text of its own, so that most mutants cost
    /// the time of one model.
    /// </summary>
    public static IReadOnlyList<MutantBase> Read(params IEnumerable<string> folders) =>
        [.. folders.SelectMany(folder => Directory.EnumerateFiles(folder, "*.ae").Order(StringComparer.Ordinal)).SelectMany(Cut)];

    private static IEnumerable<MutantBase> Cut(string path)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        var text = File.ReadAllText(path).ReplaceLineEndings("\n");
        var (tree, wrong) = AeParser.ParseFile(text);
        var models = AeCompiler.Split(tree, new Dictionary<string, SourceFile>());
        if (wrong.Count + models.Diagnostics.Count > 0 || models.Models.Any(model => AeCompiler.Bind(model).HasErrors))
        {
            yield break;
        }

        yield return Of(name, text);
        if (tree.Declarations.OfType<ModelDeclaration>().Count() > 1)
        {
            var map = new LineMap(text);
            string TextOf(Declaration part) => text[map.OffsetOf(part.Span.Start)..map.OffsetOf(part.Span.End)] + "\n\n";
            var shared = string.Concat(tree.Declarations.Where(part => part is ConstDeclaration or BlockDeclaration).Select(TextOf));
            foreach (var model in tree.Declarations.OfType<ModelDeclaration>())
            {
                yield return Of($"{name}.{model.Name.Text}", shared + TextOf(model));
            }
        }
    }

    private static MutantBase Of(string name, string text) => new(name, [.. Piece().Matches(text).Select(match => match.Value)]);

    private static int[] Places(IReadOnlyList<string> pieces, Func<string, bool> holds) =>
        [.. pieces.Index().Where(pair => holds(pair.Item)).Select(pair => pair.Index)];

    [GeneratedRegex("""//[^\n]*|->|\d[\w.]*(?:(?<=[eE])-\d+)?|\w+|"[^"\n]*"?|[^\S\n]+|\n|.""", RegexOptions.Singleline)]
    private static partial Regex Piece();
}
