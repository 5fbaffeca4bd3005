using System.Collections.Immutable;
using System.Composition;
using Hourglass.Compiler.Diagnostics;
using Hourglass.Generators.Reporting;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Hourglass.CodeFixes;

/// <summary>
/// Offers what the help of an error in an attribute says as a change of the attribute's string: the word that was meant, a stage that is
/// missing. The generator has put the change into the diagnostic; only the string's escapes and quotes are a matter of this place.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ClauseFixProvider))]
[Shared]
public sealed class ClauseFixProvider : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [.. AeDiagnostics.All.Select(diagnostic => diagnostic.Id)];

    /// <summary>All of one error at once: each by its first fix, say, whatever the words are.</summary>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        if (await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false) is not { } root)
        {
            return;
        }

        foreach (var diagnostic in context.Diagnostics)
        {
            var fixes = FixProperties.Read(diagnostic.Properties);
            for (var i = 0; i < fixes.Count; i++)
            {
                if (ClauseText.Change(root, fixes[i], diagnostic.Location.SourceSpan.Start) is not { } change)
                {
                    continue;
                }

                var document = context.Document;
                var action = CodeAction.Create(
                    fixes[i].Title,
                    async cancellation =>
                        document.WithText((await document.GetTextAsync(cancellation).ConfigureAwait(false)).WithChanges(change)),
                    FormattableString.Invariant($"{diagnostic.Id}.{i}"));
                context.RegisterCodeFix(action, diagnostic);
            }
        }
    }
}
