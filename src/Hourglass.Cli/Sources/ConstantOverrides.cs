using System.Globalization;
using Hourglass.Cli.Hosting;
using Hourglass.Compiler;
using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Cli.Sources;

/// <summary>
/// <c>--set width=200</c>: another value for a constant or for a model's parameter, before anything is compiled. The tree is changed, not
/// the text: places in diagnostics stay those of the file.
/// </summary>
internal static class ConstantOverrides
{
    /// <summary>The file with other values.</summary>
    /// <param name="file">The file.</param>
    /// <param name="model">The model whose parameters may be set, or null for those of every model.</param>
    /// <param name="settings">Texts <c>name=value</c>; of two for one name the last counts.</param>
    /// <exception cref="ToolException">A text has another form, or names nothing that could be set.</exception>
    public static ModelFile Apply(ModelFile file, string? model, IReadOnlyList<string> settings) =>
        settings.Select(Parse).Aggregate(file, (changed, setting) => Apply(changed, model, setting.Name, setting.Value));

    private static (string Name, NumberExpression Value) Parse(string setting)
    {
        var parts = setting.Split('=', 2);
        var name = parts[0].Trim();
        if (parts.Length < 2 || name.Length == 0)
        {
            throw new ToolException($"--set takes name=value, found '{setting}'; write for example --set latent=2.", ExitCodes.CommandLine);
        }

        var text = parts[1].Trim();
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
            ? (name, new NumberExpression(text, value, default))
            : throw new ToolException($"--set {name} takes a number with a decimal point, found '{text}'.", ExitCodes.CommandLine);
    }

    private static ModelFile Apply(ModelFile file, string? model, string name, NumberExpression value)
    {
        var chosen = ModelsOf(file, model);
        if (chosen.Any(declaration => declaration.Parameters.Any(parameter => parameter.Name.Text == name)))
        {
            return file with { Main = Change(file.Main, declaration => SetParameter(declaration, chosen, model, name, value)) };
        }

        // The file's own constant hides an imported one.
        if (HasConstant(file.Main, name))
        {
            return file with { Main = Change(file.Main, declaration => SetConstant(declaration, name, value)) };
        }

        if (file.Imports.Values.Any(import => HasConstant(import, name)))
        {
            var imports = file.Imports.ToDictionary(
                pair => pair.Key,
                pair => Change(pair.Value, d => SetConstant(d, name, value)),
                StringComparer.Ordinal);
            return file with { Imports = imports };
        }

        throw Unknown(file, chosen, name);
    }

    /// <summary>The models whose parameters count: the one meant (a variant's base), or all.</summary>
    private static ModelDeclaration[] ModelsOf(ModelFile file, string? model)
    {
        var declarations = file.Main.Tree.Declarations;
        var wanted = declarations.OfType<VariantDeclaration>().FirstOrDefault(variant => variant.Name.Text == model)?.Base.Text ?? model;
        return [.. declarations.OfType<ModelDeclaration>().Where(declaration => wanted is null || declaration.Name.Text == wanted)];
    }

    private static bool HasConstant(ParsedFile file, string name) =>
        file.Tree.Declarations.OfType<ConstDeclaration>().Any(constant => constant.Name.Text == name);

    private static ParsedFile Change(ParsedFile file, Func<Declaration, Declaration> change) =>
        file with { Tree = file.Tree with { Declarations = file.Tree.Declarations.Select(change).ToEquatable() } };

    private static Declaration SetConstant(Declaration declaration, string name, NumberExpression value) =>
        declaration is ConstDeclaration constant && constant.Name.Text == name
            ? constant with { Value = At(value, constant.Value) }
            : declaration;

    private static Declaration SetParameter(
        Declaration declaration,
        ModelDeclaration[] chosen,
        string? model,
        string name,
        NumberExpression value) =>
        declaration switch
        {
            ModelDeclaration changed when chosen.Contains(changed) => changed with
            {
                Parameters = changed.Parameters
                    .Select(
                        parameter => parameter.Name.Text == name ? parameter with { Default = At(value, parameter.Default) } : parameter)
                    .ToEquatable(),
            },
            VariantDeclaration variant when (model is null || variant.Name.Text == model)
                && chosen.FirstOrDefault(m => m.Name.Text == variant.Base.Text) is { } of =>
                variant with
                {
                    Arguments = variant.Arguments
                        .Select((argument, index) => Means(argument, index, of, name)
                            ? argument with { Value = At(value, argument.Value) }
                            : argument)
                        .ToEquatable(),
                },
            _ => declaration,
        };

    private static bool Means(Argument argument, int index, ModelDeclaration model, string name) =>
        (argument.Name?.Text ?? (index < model.Parameters.Count ? model.Parameters[index].Name.Text : null)) == name;

    private static NumberExpression At(NumberExpression value, Expression? replaced) => value with { Span = replaced?.Span ?? default };

    private static ToolException Unknown(ModelFile file, IEnumerable<ModelDeclaration> models, string name)
    {
        string[] known =
        [
            .. models.SelectMany(model => model.Parameters).Select(parameter => parameter.Name.Text)
                .Concat(
                    file.Imports.Values
                        .Prepend(file.Main)
                        .SelectMany(f => f.Tree.Declarations)
                        .OfType<ConstDeclaration>()
                        .Select(constant => constant.Name.Text))
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal),
        ];
        var path = file.Main.Source.Path;
        if (known.Length == 0)
        {
            return new ToolException($"--set {name}: '{path}' has no constants and no model parameters to set.", ExitCodes.CommandLine);
        }

        var near = DidYouMean.Closest(name, known) is { } word ? $"; did you mean {word}?" : ".";
        return new ToolException(
            $"--set {name}: '{path}' has no constant or model parameter '{name}'{near} It has {string.Join(", ", known)}.",
            ExitCodes.CommandLine);
    }
}
