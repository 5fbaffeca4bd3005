using System.CodeDom.Compiler;
using System.Reflection;
using Hourglass.Datasets;
using Hourglass.Numerics;
using Hourglass.Testing;
using Hourglass.Tests.Externs;
using Hourglass.Tests.Models;
using Hourglass.Training.Steps;
using PublicApiGenerator;

namespace Hourglass.Tests;

/// <summary>
/// What users see of the package, and of models that are emitted: a member that is added, changed or lost shows here.
/// </summary>
public sealed class PublicApiTests
{
    /// <summary>Its own for each call, which writes the types that it is asked for into them.</summary>
    private static ApiGeneratorOptions Options => new()
    {
        IncludeAssemblyAttributes = false,
        ExcludeAttributes = ["System.CodeDom.Compiler.GeneratedCodeAttribute"],
        DenyNamespacePrefixes = [],
    };

    public static TheoryData<Type> Emitted => [typeof(Rescaled), typeof(AgainstData), typeof(ByHand)];

    [Fact]
    public void The_package_offers_this() => Snapshot.Verify(typeof(Autoencoder).Assembly.GeneratePublicApi(Options));

    [Theory]
    [MemberData(nameof(Emitted))]
    public void A_model_offers_this(Type model) => Snapshot.Verify(model.GeneratePublicApi(Options), suffix: model.Name);

    /// <summary>Batches, steps and draws by address are the libraries', which ask through <see cref="Autoencoder.Untyped"/>.</summary>
    [Fact]
    public void No_model_lists_what_only_libraries_call()
    {
        Type[] machinery = [typeof(Batch), typeof(StepDescription), typeof(NoiseStream), typeof(BatchCode), typeof(TermValues)];
        Type[] models =
        [
            .. typeof(PublicApiTests).Assembly.GetTypes().Where(
                type => type.IsSubclassOf(typeof(Autoencoder)) && type.IsDefined(typeof(GeneratedCodeAttribute))),
        ];
        Assert.InRange(models.Length, 100, 1000);
        Assert.Empty(models
            .SelectMany(model => model.GetMembers(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static))
            .Where(member => Types(member).Any(machinery.Contains))
            .Select(member => $"{member.ReflectedType}.{member}"));
    }

    private static IEnumerable<Type> Types(MemberInfo member) => member switch
    {
        MethodInfo method => method.GetParameters().Select(parameter => parameter.ParameterType).Append(method.ReturnType).SelectMany(All),
        PropertyInfo property => All(property.PropertyType),
        _ => [],
    };

    private static IEnumerable<Type> All(Type type) => type.GetGenericArguments().SelectMany(All).Append(type);
}
