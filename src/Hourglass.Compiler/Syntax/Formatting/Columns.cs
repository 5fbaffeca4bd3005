using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Syntax.Formatting;

/// <summary>The columns of a model: what follows the keywords begins in one, the braces of phases in another.</summary>
/// <param name="Keyword">Characters of the longest role that has no braces.</param>
/// <param name="Phase">Characters of the longest name of a phase.</param>
/// <param name="Extern">Characters of the longest kind of an extern.</param>
internal sealed record Columns(int Keyword, int Phase, int Extern)
{
    /// <summary>The columns of some statements.</summary>
    public static Columns Of(EquatableArray<Statement> statements) => new(
        LongestOf(statements.OfType<RoleStatement>().Where(role => !role.Braced), role => NameOf(role).Length),
        LongestOf(statements.OfType<TrainStatement>(), train => train.Phase?.Text.Length ?? 0),
        LongestOf(statements.OfType<ExternStatement>(), declared => declared.Kind.Text.Length));

    /// <summary>The keyword of a role.</summary>
    public static string NameOf(RoleStatement role) => role.Role.ToString().ToLowerInvariant();

    /// <summary>Pads what follows a statement's keyword.</summary>
    public void Pad(FormatPlan plan, Statement statement, int first)
    {
        switch (statement)
        {
            case TrainStatement { Phase: { } phase }:
                plan.Pad(first + 2, Phase - phase.Text.Length);
                break;
            case ExternStatement declared:
                plan.Pad(first + 2, Extern - declared.Kind.Text.Length);
                break;
            case not RoleStatement { Braced: true }:
                plan.Pad(first + 1, Keyword - plan.Source.Length(first));
                break;
        }
    }

    private static int LongestOf<T>(IEnumerable<T> items, Func<T, int> length) => items.Select(length).DefaultIfEmpty(0).Max();
}
