using Hourglass.Compiler.Catalogue;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Binding;

/// <summary>Walks a file and says of every name what it stands for.</summary>
internal sealed partial class NameWalker
{
    private readonly SourceFile _file;
    private readonly Dictionary<string, Declaration> _reach = new(StringComparer.Ordinal);
    private readonly List<NamePlace> _places = [];

    public NameWalker(SourceFile file, IEnumerable<SourceFile> imports)
    {
        _file = file;
        var imported = imports.SelectMany(other => other.Declarations).Where(other => other is ConstDeclaration or BlockDeclaration);
        foreach (var declaration in imported.Concat(file.Declarations))
        {
            _reach[declaration.Name.Text] = declaration;
        }
    }

    public NameTable Walk()
    {
        var outside = new NameScope(null, _reach);
        foreach (var declaration in _file.Declarations)
        {
            switch (declaration)
            {
                case ConstDeclaration constant:
                    Declare(constant.Name, new SourceName(NameKind.Constant, constant.Name.Text, null));
                    Numbers(constant.Value, outside);
                    break;
                case BlockDeclaration block:
                    Block(block);
                    break;
                case ModelDeclaration model:
                    Model(model);
                    break;
                case VariantDeclaration variant:
                    Declare(variant.Name, new SourceName(NameKind.Model, variant.Name.Text, null));
                    Use(variant.Base.Span, new SourceName(NameKind.Model, variant.Base.Text, null));
                    Arguments(variant.Arguments, Signature.None, variant.Base.Text, outside);
                    break;
                case ExternDeclaration { Extern: var declared }:
                    Extern(declared, outside);
                    break;
            }
        }

        return new NameTable(_places);
    }

    private void Block(BlockDeclaration block)
    {
        var scope = new NameScope(NameScope.OfBlock(block.Name.Text), _reach);
        Declare(block.Name, new SourceName(NameKind.Block, block.Name.Text, null));
        Parameters(block.Parameters, scope);
        scope.Labels.UnionWith(LabelsIn(block.Body.Stages));
        Stages(block.Body.Stages, scope);
    }

    private void Model(ModelDeclaration model)
    {
        var scope = new NameScope(model.Name.Text, _reach);
        Declare(model.Name, new SourceName(NameKind.Model, model.Name.Text, null));
        Parameters(model.Parameters, scope);
        var bindings = model.Statements.OfType<RoleStatement>().SelectMany(statement => statement.Bindings).ToArray();
        scope.Data.UnionWith(model.Statements.OfType<DataStatement>().Select(data => data.Name.Text));
        scope.Variables.UnionWith(bindings.Select(binding => binding.Name.Text));
        scope.Labels.UnionWith(bindings.SelectMany(binding => LabelsIn(binding.Pipeline)));
        foreach (var declared in model.Statements.OfType<ExternStatement>())
        {
            scope.Externs[declared.Name.Text] = declared;
        }

        var bound = new HashSet<string>(StringComparer.Ordinal);
        foreach (var statement in model.Statements)
        {
            switch (statement)
            {
                case DataStatement data:
                    Data(data, scope);
                    break;
                case RoleStatement role:
                    foreach (var binding in role.Bindings)
                    {
                        Binding(role.Role, binding, scope, bound);
                    }

                    break;
                case MinimizeStatement minimize:
                    Objective(minimize.Objective, scope);
                    break;
                case TrainStatement train:
                    Training(train, scope);
                    break;
                case ExternStatement declared:
                    Extern(declared, scope);
                    break;
            }
        }
    }

    private void Parameters(EquatableArray<ParameterSyntax> parameters, NameScope scope)
    {
        scope.Parameters.UnionWith(parameters.Select(parameter => parameter.Name.Text));
        foreach (var parameter in parameters)
        {
            Declare(parameter.Name, new SourceName(NameKind.Parameter, parameter.Name.Text, scope.Owner));
            if (parameter.Default is { } value)
            {
                Numbers(value, scope);
            }
        }
    }

    private void Data(DataStatement data, NameScope scope)
    {
        Declare(data.Name, new SourceName(NameKind.Data, data.Name.Text, scope.Owner));
        Word(data.Domain, Vocabulary.Domains);
        Arguments(data.DomainArguments, SignatureOf(data.Domain.Text, Vocabulary.Domains), null, scope);
        foreach (var size in data.Shape ?? EquatableArray<Expression>.Empty)
        {
            Numbers(size, scope);
        }

        foreach (var preparation in data.Preparations)
        {
            Word(preparation.Name, Vocabulary.Preparations);
            Arguments(preparation.Arguments, SignatureOf(preparation.Name.Text, Vocabulary.Preparations), null, scope);
        }
    }

    private void Binding(Role role, BindingSyntax binding, NameScope scope, HashSet<string> bound)
    {
        var name = scope.Variable(binding.Name.Text)!;
        _places.Add(new NamePlace(
            binding.Name.Span, name, name.Kind == NameKind.Variable && role != Role.Prior && bound.Add(binding.Name.Text)));
        Pipeline(binding.Pipeline, scope, role == Role.Prior);
    }

    private void Extern(ExternStatement declared, NameScope scope)
    {
        var inner = new NameScope($"{scope.Owner} extern {declared.Name.Text}", _reach);
        Declare(declared.Name, new SourceName(NameKind.Extern, declared.Name.Text, scope.Owner));
        Parameters(declared.Parameters, inner);
        foreach (var size in (declared.From ?? EquatableArray<Expression>.Empty).Concat(declared.To ?? EquatableArray<Expression>.Empty))
        {
            Numbers(size, size is NameExpression name && inner.Parameters.Contains(name.Name) ? inner : scope);
        }
    }

    private static IEnumerable<string> LabelsIn(Pipeline pipeline) => pipeline.Start is NestedStart nested
        ? LabelsIn(nested.Inner).Concat(LabelsIn(pipeline.Stages))
        : LabelsIn(pipeline.Stages);

    private static IEnumerable<string> LabelsIn(IEnumerable<StageSyntax> stages) => stages.SelectMany(stage =>
        (stage.Label is null ? [] : new[] { stage.Label.Text }).Concat(stage.Body is null ? [] : LabelsIn(stage.Body.Stages)));

    private void Declare(Identifier name, SourceName meant) => _places.Add(new NamePlace(name.Span, meant, true));

    private void Use(TextSpan span, SourceName? meant)
    {
        if (meant is not null)
        {
            _places.Add(new NamePlace(span, meant, false));
        }
    }

    private void Word<T>(Identifier word, IReadOnlyDictionary<string, T> words)
        where T : CatalogueEntry => Word(word.Text, word.Span, words);

    private void Word<T>(string word, TextSpan span, IReadOnlyDictionary<string, T> words)
        where T : CatalogueEntry
    {
        if (words.TryGetValue(word, out var entry))
        {
            Use(span, new SourceName(NameKind.Word, word, null) { Entry = entry });
        }
    }

    private static Signature SignatureOf<T>(string word, IReadOnlyDictionary<string, T> words)
        where T : CatalogueEntry => words.TryGetValue(word, out var entry) ? entry.Signature : Signature.None;
}
