using Hourglass.Compiler.Diagnostics;
using Hourglass.Compiler.Syntax.Tree;

namespace Hourglass.Compiler.Binding;

/// <summary>Binds a model's bindings, role by role.</summary>
public static partial class ModelBinder
{
    private static readonly Role[] Order = [Role.Encode, Role.Prior, Role.Decode, Role.Predict, Role.Critic];

    private static void BindRoles(ModelScope scope, ModelDeclaration model)
    {
        var statements = model.Statements.OfType<RoleStatement>().ToArray();
        scope.HasCritic = statements.Any(statement => statement.Role == Role.Critic);
        var second = Declare(scope, statements);
        BindRoles(scope, statements, second);

        // Which of two is meant is not known: nothing is said of terms that speak of the name.
        scope.Broken.UnionWith(second.Select(binding => binding.Name.Text));
    }

    private static void BindRoles(ModelScope scope, RoleStatement[] statements, HashSet<BindingSyntax> second)
    {
        foreach (var role in Order)
        {
            foreach (var binding in statements.Where(statement => statement.Role == role).SelectMany(statement => statement.Bindings))
            {
                if (!second.Contains(binding))
                {
                    RoleBinder.Bind(scope, role, binding);
                }
            }
        }
    }

    /// <summary>Notes every binding's place, and reports the second of two with one name; gives those second ones.</summary>
    private static HashSet<BindingSyntax> Declare(ModelScope scope, IEnumerable<RoleStatement> statements)
    {
        var second = new HashSet<BindingSyntax>();
        var priors = new Dictionary<string, TextSpan>(StringComparer.Ordinal);
        foreach (var (role, binding) in statements.SelectMany(statement => statement.Bindings.Select(binding => (statement.Role, binding))))
        {
            var (name, span) = (binding.Name.Text, binding.Name.Span);
            if (role == Role.Prior)
            {
                if (priors.TryGetValue(name, out var first))
                {
                    second.Add(binding);
                    scope.Report(NameErrors.Duplicate(name, span, first, "the prior of"));
                }
                else
                {
                    priors.Add(name, span);
                }
            }
            else if (role == Role.Encode && scope.Data.Any(data => data.Name == name && !data.MayBeLatent))
            {
                // It cannot bind data, which its binder says; the likelihood of that data is no second one.
            }
            else if (scope.Declared.TryGetValue(name, out var first))
            {
                second.Add(binding);
                scope.Report(NameErrors.Duplicate(name, span, first.Span, "the variable"));
            }
            else
            {
                scope.Declared.Add(name, (role, span));
            }
        }

        return second;
    }
}
