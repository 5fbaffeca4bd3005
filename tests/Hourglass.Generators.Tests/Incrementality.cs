using System.Collections;
using System.Reflection;
using Hourglass.Generators;
using Microsoft.CodeAnalysis;
using Diagnostic = Microsoft.CodeAnalysis.Diagnostic;
using Microsoft.CodeAnalysis.Text;

namespace Hourglass.Testing;

/// <summary>
/// What holds for every project: a second run does nothing, and nothing that is cached holds on to the compiler's objects.
/// </summary>
internal static class Incrementality
{
    public static readonly IReadOnlyList<string> AllSteps =
        [.. typeof(Steps).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (string)f.GetRawConstantValue()!)];

    private static readonly string[] OfFiles = [Steps.Options, Steps.Parse, Steps.Exports, Steps.Import, Steps.Split];

    private static readonly Type[] Forbidden =
    [
        typeof(ISymbol), typeof(Compilation), typeof(SyntaxNode), typeof(SyntaxTree), typeof(Location), typeof(AdditionalText),
        typeof(SourceText),
        typeof(SemanticModel), typeof(Diagnostic), typeof(Delegate),
    ];

    public static void Check(Host host)
    {
        CheckValues(host.Result);
        host.RunAgain();
        NothingRan(host);

        // Texts and options are the same objects, so that no step over files even had to compare.
        Assert.All(OfFiles.SelectMany(host.Reasons), reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
    }

    /// <summary>
    /// Two projects that share no object give equal values at every step: a value without equality would be cached as long as nothing
    /// before it runs, and compiled again with everything behind it as soon as something does.
    /// </summary>
    public static void EqualByContent(Host one, Host other)
    {
        foreach (var step in AllSteps)
        {
            var (values, others) = (Values(one, step), Values(other, step));
            Assert.NotEmpty(values);
            Assert.Equal(values.Length, others.Length);
            foreach (var (value, same) in values.Zip(others))
            {
                Assert.True(Equals(value, same), $"{step}: {value}");
                Assert.True(value?.GetHashCode() == same?.GetHashCode(), $"{step}: {value}");
            }
        }
    }

    private static object?[] Values(Host host, string step) =>
        [.. host.Result.TrackedSteps.TryGetValue(step, out var runs)
            ? runs.SelectMany(run => run.Outputs).Select(output => output.Value)
            : []];

    /// <summary>Every output of every step, ours and the registered ones, is what it was.</summary>
    public static void NothingRan(Host host)
    {
        foreach (var step in AllSteps)
        {
            Assert.All(host.Reasons(step), reason => Assert.True(IsOld(reason), $"{step}: {reason}"));
        }

        var outputs = host.Result.TrackedOutputSteps.SelectMany(s => s.Value).SelectMany(s => s.Outputs).ToList();
        Assert.NotEmpty(outputs);
        Assert.All(outputs, output => Assert.True(IsOld(output.Reason), $"output: {output.Reason}"));
    }

    public static bool IsOld(IncrementalStepRunReason reason) =>
        reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged;

    private static void CheckValues(GeneratorRunResult result)
    {
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance);
        foreach (var (name, runs) in result.TrackedSteps.Where(s => AllSteps.Contains(s.Key)))
        {
            foreach (var (value, _) in runs.SelectMany(run => run.Outputs))
            {
                Walk(value, name, seen);
            }
        }

        Assert.NotEmpty(seen);
    }

    private static void Walk(object? value, string path, HashSet<object> seen)
    {
        if (value is null || value is string || value.GetType().IsPrimitive || value.GetType().IsEnum || !seen.Add(value))
        {
            return;
        }

        Assert.False(Array.Exists(Forbidden, type => type.IsInstanceOfType(value)), $"{path} holds a {value.GetType()}");
        if (value is IEnumerable items)
        {
            foreach (var item in items)
            {
                Walk(item, path + "[]", seen);
            }

            return;
        }

        for (var type = value.GetType(); type is not null; type = type.BaseType)
        {
            foreach (var field in type.GetFields(
                BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                Walk(field.GetValue(value), $"{path}.{field.Name}", seen);
            }
        }
    }
}
