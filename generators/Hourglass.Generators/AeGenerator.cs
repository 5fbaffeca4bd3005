using System.Collections.Immutable;
using System.Text;
using Hourglass.Generators.Classes;
using Hourglass.Generators.Files;
using Hourglass.Generators.Models;
using Hourglass.Generators.Reporting;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Hourglass.Generators;

/// <summary>
/// Models in <c>.ae</c> files and on annotated classes, to C#. Only the pipeline is laid out here; every value in it compares by content,
/// so that a step runs again for those models only whose text changed.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class AeGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var options = context.AnalyzerConfigOptionsProvider.Select(HostOptions.Read).WithTrackingName(Steps.Options);

        // .ae file -> tree -> tree with its imports -> models
        var files = context.AdditionalTextsProvider.Where(AeFile.IsModel).Select(AeFile.Parse).WithTrackingName(Steps.Parse);
        var exports = files.Select(ExportedFile.Of).Collect().Select((all, _) => all.ToEquatable()).WithTrackingName(Steps.Exports);
        var splits = files.Combine(exports).Select(ImportingFile.Of).WithTrackingName(Steps.Import)
            .Select((file, cancellation) => file.Split(cancellation)).WithTrackingName(Steps.Split);
        var ofFiles = splits.Combine(options).SelectMany(ModelUnit.OfFile);

        // annotated class -> its clauses without their places -> model
        var classes = ClassReader.Classes(context);
        var assembled = classes.Where(type => type.Problems.Count == 0).Select((type, _) => type.Clauses).WithTrackingName(Steps.Clauses)
            .Select(ClassModel.Of).WithTrackingName(Steps.Assemble);
        var ofClasses = assembled.Where(model => model.Unit is not null).Select((model, _) => model.Unit!);

        // names that two models want -> usually nothing
        var conflicts = ofFiles.Select(Claim.Of).Collect()
            .Combine(ofClasses.Select(Claim.Of).Collect())
            .Select((claims, cancellation) => Conflict.Among(claims.Left.AddRange(claims.Right), cancellation))
            .WithTrackingName(Steps.Conflicts);

        var fileModels = Compile(context, ofFiles, conflicts);
        var classModels = Compile(context, ofClasses, conflicts);
        Report(context, files, splits, fileModels, classes, assembled, classModels);
    }

    private static IncrementalValuesProvider<CompiledModel> Compile(
        IncrementalGeneratorInitializationContext context,
        IncrementalValuesProvider<ModelUnit> units,
        IncrementalValueProvider<EquatableArray<Conflict>> conflicts)
    {
        var compiled = units.Combine(conflicts).Select(Conflict.Apply).WithTrackingName(Steps.Model)
            .Select((unit, cancellation) => unit.Compile(cancellation)).WithTrackingName(Steps.Compile);
        var sources = compiled.Where(model => model.Source is not null)
            .Select((model, _) => new ModelSource(model.Hint, model.Source!)).WithTrackingName(Steps.Source);
        context.RegisterSourceOutput(
            sources,
            (output, source) => output.AddSource(source.Hint + ".g.cs", SourceText.From(source.Text, Encoding.UTF8)));

        // The step changes nothing that an editor could show: it is derived for builds alone, and for equal models once.
        var steps = compiled.Where(model => model.Step is not null).Select((model, _) => model.Step!).WithTrackingName(Steps.Step)
            .Select(StepUnit.Derive).WithTrackingName(Steps.Derive);
        context.RegisterImplementationSourceOutput(steps, AddStep);
        return compiled;
    }

    private static void AddStep(SourceProductionContext output, DerivedStep step)
    {
        if (step.Text is { } text)
        {
            output.AddSource(step.Hint + ".g.cs", SourceText.From(text, Encoding.UTF8));
        }

        if (step.Failure is { } failure)
        {
            output.ReportDiagnostic(failure.ToRoslyn());
        }
    }

    private static void Report(
        IncrementalGeneratorInitializationContext context,
        IncrementalValuesProvider<AeFile> files,
        IncrementalValuesProvider<SplitFile> splits,
        IncrementalValuesProvider<CompiledModel> fileModels,
        IncrementalValuesProvider<AnnotatedClass> classes,
        IncrementalValuesProvider<ClassModel> assembled,
        IncrementalValuesProvider<CompiledModel> classModels)
    {
        var inFiles = Faulty(files.Select(FileDiagnostics.Of))
            .Combine(Faulty(splits.Select(FileDiagnostics.Of)))
            .Combine(Faulty(fileModels.Select(FileDiagnostics.Of)))
            .Select((found, _) => FileDiagnostics.Merge(found.Left.Left, found.Left.Right, found.Right));

        var inClasses = classes.Collect()
            .Combine(
                assembled.Where(m => m.Diagnostics.Count > 0).Select((m, _) => new ClassDiagnostics(m.FullName, m.Diagnostics)).Collect())
            .Combine(
                classModels.Where(m => m.Diagnostics.Count > 0).Select((m, _) => new ClassDiagnostics(m.Owner, m.Diagnostics)).Collect())
            .Select((found, _) => ClassDiagnostics.Place(found.Left.Left, found.Left.Right, found.Right));

        var all = inFiles.Combine(inClasses)
            .Select((found, _) => found.Left.Concat(found.Right).ToEquatable())
            .WithTrackingName(Steps.Report);
        context.RegisterSourceOutput(all, (output, found) =>
        {
            foreach (var diagnostic in found)
            {
                output.ReportDiagnostic(diagnostic.ToRoslyn());
            }
        });
    }

    private static IncrementalValueProvider<ImmutableArray<FileDiagnostics>> Faulty(IncrementalValuesProvider<FileDiagnostics> found) =>
        found.Where(file => file.Diagnostics.Count > 0).Collect();
}
