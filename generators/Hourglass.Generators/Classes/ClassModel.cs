using Hourglass.Compiler;
using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Syntax;
using Hourglass.Compiler.Syntax.Tree;
using Hourglass.Generators.Models;
using Hourglass.Generators.Reporting;

namespace Hourglass.Generators.Classes;

/// <summary>
/// The clauses of a class put together to one model. Its places are those of a text that does not exist: line 0 is the class's name, and
/// each clause's lines follow those of the clause before it.
/// </summary>
/// <param name="FullName">The class.</param>
/// <param name="Unit">The model.</param>
/// <param name="Diagnostics">What is wrong with the clauses' syntax.</param>
internal sealed record ClassModel(string FullName, ModelUnit? Unit, EquatableArray<Diagnostic> Diagnostics)
{
    /// <summary>Never throws: a failure becomes a diagnostic at the class's name.</summary>
    public static ClassModel Of(ClassClauses clauses, CancellationToken cancellation) => Guard.Run(
        () => Assemble(clauses),
        failure => new ClassModel(clauses.FullName, null, EquatableArray.Of(failure)));

    private static ClassModel Assemble(ClassClauses clauses)
    {
        var statements = new List<Statement>();
        var diagnostics = new List<Diagnostic>();
        var line = 1;
        foreach (var clause in clauses.Clauses)
        {
            var start = new TextSpan(new LinePosition(line, 0), new LinePosition(line, 0));
            if (clause.Text is null)
            {
                diagnostics.Add(HostErrors.NullClause(clause.Keyword, start));
            }
            else if (clause.Phase is { } phase && !IsName(phase))
            {
                diagnostics.Add(HostErrors.PhaseName(phase, start));
            }
            else
            {
                var (statement, found) = AeParser.ParseClause(clause.Keyword, clause.Text, line, clause.Phase);
                diagnostics.AddRange(found);
                if (statement is not null)
                {
                    statements.Add(statement);
                }
            }

            line += VirtualLines.CountOf(clause.Text ?? "");
        }

        var name = new Identifier(clauses.Name, VirtualLines.ClassName(clauses.Name));
        var whole = name.Span.Union(new TextSpan(new LinePosition(line, 0), new LinePosition(line, 0)));
        var model = new ModelDeclaration(name, null, default, statements.ToEquatable(), whole)
        {
            IsIncomplete = diagnostics.Exists(diagnostic => diagnostic.Severity == Severity.Error),
        };
        var input = new ModelInput(clauses.Name, null, model, null, default, default, null);
        var unit = new ModelUnit(
            clauses.FullName,
            input,
            new EmitOptions(clauses.Namespace, null, AccessElsewhere: true),
            ProjectPath.HintOf(clauses.FullName),
            IsClass: true);
        return new ClassModel(clauses.FullName, unit, diagnostics.ToEquatable());
    }

    private static bool IsName(string text) =>
        text.Length > 0 && !char.IsDigit(text[0]) && text.All(c => char.IsLetterOrDigit(c) || c == '_');
}
