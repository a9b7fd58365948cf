using System.Globalization;
using System.Reflection;
using Xunit.v3;

namespace FacetExplorer.Tests.Components;

/// <summary>Components are rendered as for a visitor who asks for no language, wherever the tests run; the program does so by itself.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class VisitorWithoutWishesAttribute : BeforeAfterTestAttribute
{
    private readonly AsyncLocal<CultureInfo> _before = new();

    /// <inheritdoc />
    public override void Before(MethodInfo methodUnderTest, IXunitTest test) =>
        (_before.Value, CultureInfo.CurrentCulture) = (CultureInfo.CurrentCulture, CultureInfo.InvariantCulture);

    /// <inheritdoc />
    public override void After(MethodInfo methodUnderTest, IXunitTest test) => CultureInfo.CurrentCulture = _before.Value ?? CultureInfo.CurrentCulture;
}
